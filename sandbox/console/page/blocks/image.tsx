import type { ImageElement } from '@slack/types';
import { useState } from 'react';
import { useConsole } from '../app/console-context.ts';

/** Pictures come from the workspace's own files only: the page loads nothing from elsewhere. */
export function ImageElementView({ image, className }: { readonly image: ImageElement; readonly className: string }) {
  const { workspace } = useConsole();
  const [failed, setFailed] = useState(false);
  const source = sourceOf(image, workspace.me.id);
  if (source === undefined || failed) {
    return (
      <span className={`${className} image-missing`} role="img" aria-label={image.alt_text} title={image.alt_text}>
        {image.alt_text}
      </span>
    );
  }
  return <img className={className} src={source} alt={image.alt_text} onError={() => setFailed(true)} />;
}

function sourceOf(image: ImageElement, userId: string): string | undefined {
  if ('image_url' in image) return image.image_url.startsWith('data:image/') ? image.image_url : undefined;
  return 'id' in image.slack_file ? `/files/${userId}/${image.slack_file.id}` : undefined;
}
