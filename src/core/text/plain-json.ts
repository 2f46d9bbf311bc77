const text = String.raw`"[^"\\]*(?:\\[\s\S][^"\\]*)*"`;
const comments = new RegExp(String.raw`${text}|//[^\n]*|/\*[\s\S]*?\*/`, 'g');
const lastCommas = new RegExp(String.raw`${text}|,(?=\s*[}\]])`, 'g');
const breaks: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };

/**
 * Templates as Resource Manager takes them, with comments, texts over several lines and commas behind the last entry, as JSON.
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#comments-and-metadata
 */
export function plainJson(template: string): string {
  return template
    .replace(comments, (part) => (part.startsWith('"') ? part.replace(/[\n\r\t]/g, (char) => breaks[char] ?? '') : ' '))
    .replace(lastCommas, (part) => (part === ',' ? '' : part));
}
