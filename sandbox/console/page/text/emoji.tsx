import { emojiArt } from './emoji-art.tsx';
import { emojiNames } from './emoji-names.ts';
import './emoji.css';

/** The emoji that status lines live on are drawn here, alike on every system; the rest come from the system's font. */
export function Emoji({ name }: { readonly name: string }) {
  const label = `:${name}:`;
  const art = emojiArt[name];
  if (art !== undefined) {
    return (
      <svg className="emoji emoji--drawn" viewBox="0 0 24 24" role="img" aria-label={label}>
        <title>{label}</title>
        {art}
      </svg>
    );
  }
  const glyph = emojiNames[name];
  if (glyph === undefined) return <span>{label}</span>;
  return (
    <span className="emoji" role="img" aria-label={label} title={label}>
      {glyph}
    </span>
  );
}
