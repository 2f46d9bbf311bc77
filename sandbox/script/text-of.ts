/** The words of a text object (or of an image in a context) as a label, entities decoded. */
export function textOf(text: unknown): string {
  const object = (text ?? {}) as Record<string, unknown>;
  return object.type === 'image' ? `(picture: ${String(object.alt_text)})` : decodeEntities(String(object.text ?? ''));
}

export function decodeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
