import type { Person } from '../../../slack/workspace.ts';
import './avatar.css';
import appIcon from '../icon.svg';

const colours = 8;

/** A person's initials on their colour; the app's own picture for a bot. */
export function Avatar({
  person,
  size,
}: {
  readonly person: Person | undefined;
  readonly size: 'small' | 'medium' | 'large';
}) {
  if (person?.isBot) return <img className={`avatar avatar--${size}`} src={appIcon} alt="" />;
  const name = person?.realName ?? person?.name ?? '?';
  return (
    <span className={`avatar avatar--${size} avatar--colour-${hash(person?.id ?? '') % colours}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.charAt(0).toUpperCase() ?? '')
    .join('');
}

function hash(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973, 7);
}
