import type { ReactNode } from 'react';

const white = {
  fill: 'none',
  stroke: '#fff',
  strokeWidth: 2.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const tile = (fill: string, inside: ReactNode) => (
  <>
    <rect x="1.5" y="1.5" width="21" height="21" rx="5" fill={fill} />
    {inside}
  </>
);
const disc = (fill: string) => <circle cx="12" cy="12" r="10" fill={fill} />;
const cross = <path d="M5 5l14 14M19 5 5 19" fill="none" stroke="#e01e5a" strokeWidth="4" strokeLinecap="round" />;
const question = (colour: string) => (
  <>
    <path
      d="M7.5 8.2a4.5 4.3 0 1 1 6.6 4c-1.5.9-2.1 1.5-2.1 3"
      fill="none"
      stroke={colour}
      strokeWidth="3"
      strokeLinecap="round"
    />
    <circle cx="12" cy="19.6" r="1.9" fill={colour} />
  </>
);
const exclamation = (colour: string) => (
  <>
    <path d="M12 4v10" stroke={colour} strokeWidth="3.6" strokeLinecap="round" />
    <circle cx="12" cy="19.4" r="2" fill={colour} />
  </>
);
const padlock = (shackle: string) => (
  <>
    <path d={shackle} fill="none" stroke="#9aa3ad" strokeWidth="2.6" strokeLinecap="round" />
    <rect x="4" y="10" width="16" height="12" rx="2.5" fill="#eab13c" />
    <path d="M12 14.5v3.4" stroke="#8a5a10" strokeWidth="2.6" strokeLinecap="round" />
  </>
);
const keyArt = (
  <path
    d="M11 13 20 4M17 7l3 3M14 10l2.2 2.2M9.4 11a4.6 4.6 0 1 1-4.8 7.6A4.6 4.6 0 0 1 9.4 11z"
    fill="none"
    stroke="#d79b22"
    strokeWidth="2.6"
    strokeLinecap="round"
    strokeLinejoin="round"
  />
);
const glass = (sand: string) => (
  <>
    <path
      d="M6 3h12c0 5-4 6.5-4 9s4 4 4 9H6c0-5 4-6.5 4-9S6 8 6 3z"
      fill="#dbeef6"
      stroke="#7b8794"
      strokeWidth="1.2"
    />
    <path d={sand} fill="#e3a53a" />
    <path d="M4.5 2.5h15M4.5 21.5h15" stroke="#8a5a2b" strokeWidth="2.4" strokeLinecap="round" />
  </>
);

const whiteCheckMark = tile('#2bac76', <path d="M6.5 12.5l4 4 7.5-9" {...white} strokeWidth={3} />);
const warning = (
  <>
    <path d="M12 2.6 23 21.4H1z" fill="#f5c33b" stroke="#f5c33b" strokeWidth="1.6" strokeLinejoin="round" />
    <path d="M12 9v6" stroke="#3d2c05" strokeWidth="2.4" strokeLinecap="round" />
    <circle cx="12" cy="18.4" r="1.35" fill="#3d2c05" />
  </>
);
const noEntry = (
  <>
    {disc('#d92b4b')}
    <path d="M6.5 12h11" {...white} strokeWidth={3.6} />
  </>
);

/** Drawn shortcodes: checks, locks, clocks and lights. */
export const emojiArt: Readonly<Record<string, ReactNode>> = {
  zzz: (
    <path
      d="M3 13h7l-7 8h7M12 7h5l-5 6h5M17 2h4l-4 4.5h4"
      fill="none"
      stroke="#3f7fd0"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  scissors: (
    <g fill="none" stroke="#5b6470" strokeWidth="2" strokeLinecap="round">
      <circle cx="6" cy="18" r="3" />
      <circle cx="18" cy="18" r="3" />
      <path d="M8 15.5L17 3M16 15.5L7 3" />
    </g>
  ),
  satellite_antenna: (
    <g fill="none" stroke="#5b6470" strokeWidth="2" strokeLinecap="round">
      <path d="M4 9a9 9 0 0 0 11 11zM10 14l5-5M8 21h8" />
      <path d="M15 3a6 6 0 0 1 6 6" stroke="#3f7fd0" />
    </g>
  ),
  no_bell: (
    <g>
      <path d="M12 3a6 6 0 0 1 6 6v5l2 3H4l2-3V9a6 6 0 0 1 6-6zM10 19h4a2 2 0 0 1-4 0z" fill="#f2b134" />
      <path d="M4 4l16 16" stroke="#d92b4b" strokeWidth="2.5" strokeLinecap="round" />
    </g>
  ),
  white_check_mark: whiteCheckMark,
  heavy_check_mark: (
    <path
      d="M4 13l5.5 5.5L20 6"
      fill="none"
      stroke="#2bac76"
      strokeWidth="4"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  x: cross,
  warning,
  grey_question: question('#9aa3ad'),
  question: question('#d92b4b'),
  exclamation: exclamation('#d92b4b'),
  heavy_exclamation_mark: exclamation('#d92b4b'),
  grey_exclamation: exclamation('#9aa3ad'),
  information_source: tile('#2d7fc1', <path d="M12 11v6.5M12 6.6v.2" {...white} strokeWidth={3} />),
  fast_forward: tile('#4a90c4', <path d="M5.5 7v10l6.5-5zM12 7v10l6.5-5z" fill="#fff" />),
  arrow_forward: tile('#4a90c4', <path d="M8.5 6.5v11l9-5.5z" fill="#fff" />),
  double_vertical_bar: tile('#4a90c4', <path d="M9 7v10M15 7v10" {...white} strokeWidth={3.2} />),
  arrows_counterclockwise: tile(
    '#4a90c4',
    <path
      d="M17.5 10A6 6 0 0 0 7 8.5L5.8 10M5.8 6.4V10h3.6M6.5 14A6 6 0 0 0 17 15.5l1.2-1.5M18.2 17.6V14h-3.6"
      {...white}
      strokeWidth={2}
    />,
  ),
  no_entry: noEntry,
  no_entry_sign: (
    <path
      d="M5 5l14 14M12 2.8a9.2 9.2 0 1 1 0 18.4 9.2 9.2 0 0 1 0-18.4z"
      fill="none"
      stroke="#d92b4b"
      strokeWidth="3"
    />
  ),
  octagonal_sign: <path d="M7.5 1.5h9l6 6v9l-6 6h-9l-6-6v-9z" fill="#d92b4b" />,
  lock: padlock('M7.5 10V7.5a4.5 4.5 0 0 1 9 0V10'),
  unlock: padlock('M7.5 10V6.5a4.5 4.5 0 0 1 8.8-1.3'),
  closed_lock_with_key: padlock('M7.5 10V7.5a4.5 4.5 0 0 1 9 0V10'),
  key: keyArt,
  old_key: keyArt,
  hourglass: glass('M7.6 20.6c.5-4 3-4.6 4.4-5.6 1.4 1 3.9 1.6 4.4 5.6z'),
  hourglass_flowing_sand: glass(
    'M8 7h8c-.8 2-3 3-3.4 5h-1.2C11 10 8.8 9 8 7zM7.6 20.6c.5-2.4 2.4-3.2 4.4-4 2 .8 3.9 1.6 4.4 4z',
  ),
  red_circle: disc('#d92b4b'),
  large_red_circle: disc('#d92b4b'),
  large_orange_circle: disc('#ee8a2f'),
  large_yellow_circle: disc('#f2c83b'),
  large_green_circle: disc('#2bac76'),
  large_blue_circle: disc('#3b88c3'),
  large_purple_circle: disc('#8d65c5'),
  white_circle: <circle cx="12" cy="12" r="9.4" fill="#e9ecef" stroke="#c3cad1" />,
  black_circle: disc('#2f3338'),
  rotating_light: (
    <>
      <path d="M5.5 18v-5a6.5 6.5 0 0 1 13 0v5z" fill="#e23b4e" />
      <path d="M9 17v-4a3 3 0 0 1 3-3" {...white} strokeWidth={1.8} opacity={0.7} />
      <rect x="3" y="18" width="18" height="4" rx="1.5" fill="#5b6470" />
    </>
  ),
  bulb: (
    <>
      <path d="M12 2a7 7 0 0 1 4 12.7c-.6.5-.9 1.3-.9 2.3H8.9c0-1-.3-1.8-.9-2.3A7 7 0 0 1 12 2z" fill="#f7ce46" />
      <path d="M9.3 19.2h5.4M10.3 22h3.4" stroke="#8a949e" strokeWidth="2.2" strokeLinecap="round" />
    </>
  ),
  mag: (
    <path
      d="M10 3.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15 15l6 6"
      fill="none"
      stroke="#5d7f9a"
      strokeWidth="3"
      strokeLinecap="round"
    />
  ),
  shield: <path d="M12 2l8.5 2.8v6.4c0 5.6-4 9-8.5 10.8-4.5-1.8-8.5-5.2-8.5-10.8V4.8z" fill="#5d87b0" />,
  door: (
    <>
      <rect x="5" y="2" width="14" height="20" rx="1" fill="#a0623a" />
      <circle cx="15.5" cy="12.5" r="1.4" fill="#f2cf7a" />
    </>
  ),
  bell: (
    <>
      <path d="M12 3a6 6 0 0 1 6 6v4.5l2.2 4H3.8l2.2-4V9a6 6 0 0 1 6-6z" fill="#f1b93b" />
      <path d="M9.7 19.5a2.4 2.4 0 0 0 4.6 0z" fill="#b47d16" />
    </>
  ),
  computer: (
    <>
      <rect x="4" y="4" width="16" height="11.5" rx="1.5" fill="#5b6470" />
      <rect x="5.8" y="5.8" width="12.4" height="8" fill="#a7d8f0" />
      <path d="M2 18.5h20" stroke="#8a949e" strokeWidth="3" strokeLinecap="round" />
    </>
  ),
  memo: (
    <>
      <path d="M5 2.5h10l4 4v15H5z" fill="#eef1f4" stroke="#b6c0c9" />
      <path d="M8 10h8M8 13.5h8M8 17h5" stroke="#8a949e" strokeWidth="1.5" />
    </>
  ),
  point_right: (
    <path
      d="M2 8.500h6l3.5-3h3l-1.5 3.500h8a1.8 1.8 0 0 1 0 3.600h-5.500v.400a1.7 1.7 0 0 1 0 3.2 1.7 1.7 0 0 1-.6 3.200H8.500L5 18H2z"
      fill="#f3c04b"
      stroke="#c98f1e"
    />
  ),
  heavy_minus_sign: <path d="M4 12h16" stroke="#868e96" strokeWidth="4" strokeLinecap="round" />,
  heavy_plus_sign: <path d="M4 12h16M12 4v16" stroke="#868e96" strokeWidth="4" strokeLinecap="round" />,
  round_pushpin: (
    <>
      <path d="M12 12v10" stroke="#8a949e" strokeWidth="2" strokeLinecap="round" />
      <circle cx="12" cy="8" r="6" fill="#d92b4b" />
      <circle cx="10" cy="6" r="1.6" fill="#f3a3b2" />
    </>
  ),
  alarm_clock: (
    <>
      <path d="M3.5 6.5 7 3.500M20.5 6.5 17 3.5" stroke="#d92b4b" strokeWidth="3" strokeLinecap="round" />
      <circle cx="12" cy="13" r="8.5" fill="#fff" stroke="#d92b4b" strokeWidth="2.6" />
      <path d="M12 8.500V13l3 2" fill="none" stroke="#5b6470" strokeWidth="2" strokeLinecap="round" />
    </>
  ),
  gear: (
    <>
      <circle cx="12" cy="12" r="8" fill="none" stroke="#7b8794" strokeWidth="4" strokeDasharray="3.7 2.580" />
      <circle cx="12" cy="12" r="5.5" fill="none" stroke="#7b8794" strokeWidth="3" />
    </>
  ),
  eyes: (
    <>
      <ellipse cx="7" cy="12" rx="4.5" ry="6.5" fill="#fff" stroke="#8a949e" strokeWidth="1.5" />
      <ellipse cx="17" cy="12" rx="4.5" ry="6.5" fill="#fff" stroke="#8a949e" strokeWidth="1.5" />
      <circle cx="6" cy="13" r="2.2" fill="#3d4650" />
      <circle cx="16" cy="13" r="2.2" fill="#3d4650" />
    </>
  ),
  broom: (
    <>
      <path d="M19 3l-7 9" stroke="#a0623a" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M9.5 10l5 4.500L9 22 3 17z" fill="#e0a53c" />
    </>
  ),
  chains: (
    <>
      <rect x="3" y="3" width="9" height="6" rx="3" fill="none" stroke="#7b8794" strokeWidth="2.4" />
      <rect x="12" y="15" width="9" height="6" rx="3" fill="none" stroke="#7b8794" strokeWidth="2.4" />
      <path d="M9.5 9.500l5 5" stroke="#7b8794" strokeWidth="3" strokeLinecap="round" />
    </>
  ),
  arrow_right: tile('#3b88c3', <path {...white} d="M6 12h11M12.5 7l5 5-5 5" />),
  leftwards_arrow_with_hook: tile(
    '#3b88c3',
    <path {...white} d="M10 5.5 5.5 10l4.5 4.500M6 10h8.500a3.7 3.7 0 0 1 0 7.500H11" />,
  ),
  link: (
    <path
      d="M10 14l4-4M8 11l-2.5 2.500a3.8 3.8 0 0 0 5 5L13 16M16 13l2.5-2.500a3.8 3.8 0 0 0-5-5L11 8"
      fill="none"
      stroke="#7b8794"
      strokeWidth="2.4"
      strokeLinecap="round"
    />
  ),
};
