const paths = {
  hash: 'M8 3 6 17M14 3l-2 14M3.5 7.5h13M3 12.5h13',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  send: 'M3 10 17 3.5 13.5 17 9.5 11.5zM9.5 11.5 17 3.5',
  close: 'M5 5l10 10M15 5 5 15',
  reply: 'M4 4.5h12v9H9.5L6 16.5v-3H4z',
  chevronDown: 'M5 8l5 5 5-5',
  chevronRight: 'M8 5l5 5-5 5',
  search: 'M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13 13l4 4',
  eye: 'M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10zM10 7.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4',
  home: 'M3.5 9.5 10 4l6.5 5.5M5.5 8.5V16h9V8.5',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  download: 'M10 3v9M6 8.5l4 4 4-4M4 16.5h12',
  clock: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 6v4.2l2.8 1.8',
  warning: 'M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.2v.1',
  check: 'M4.5 10.5l3.5 3.5 7.5-8',
  panel: 'M3 4h14v12H3zM12 4v12',
  power: 'M10 3v6M6 5.5a6 6 0 1 0 8 0',
  shield: 'M10 3l6 2v5c0 4-3 6-6 7-3-1-6-3-6-7V5z',
  file: 'M5 3h6.5L15 6.5V17H5zM11.5 3v3.5H15',
  command: 'M4 6l4 4-4 4M10 15h6',
} as const;

export type IconName = keyof typeof paths;

/** A line drawing in the colour of the text; it says nothing to screen readers, so its button needs a label. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth={name === 'more' ? 2.6 : 1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
