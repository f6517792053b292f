const PATHS = {
  back: 'M15 5l-7 7 7 7',
  undo: 'M9 14L4 9l5-5M4 9h10a6 6 0 010 12h-3',
  history: 'M4 12a8 8 0 108-8 8 8 0 00-6.6 3.5M4 4v4h4M12 8v4.5l3 1.8',
  flag: 'M6 21V4m0 1h10.5l-2 4 2 4H6',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  up: 'M12 19V6m-6 5l6-6 6 6',
  shuffle:
    'M4 7h3c5 0 5 10 10 10h3m-3-3l3 3-3 3M4 17h3c1.6 0 2.7-1 3.5-2.400M13.500 9.400C14.300 8 15.400 7 17 7h3m-3-3l3 3-3 3',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  cross: 'M6 6l12 12M18 6L6 18',
  share: 'M4 12v7h16v-7M12 15V4m-4 4l4-4 4 4',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 14h2v2h-2zM14 18h2v2h-2zM18 18h2v2h-2z',
  arrow: 'M4 12h15m-6-6l6 6-6 6',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  bell: 'M6 16V11a6 6 0 1112 0v5l1.500 2H4.500zM10 21h4',
  gear: 'M4 7h7m6 0h3M4 17h3m6 0h7M14 4a3 3 0 100 6 3 3 0 000-6M10 14a3 3 0 100 6 3 3 0 000-6',
  star: 'M12 3.500l2.600 5.400 5.900.8-4.300 4.100 1 5.900L12 16.900l-5.200 2.800 1-5.900L3.500 9.700l5.900-.8z',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4.500 20.500a7.500 7.500 0 0115 0',
  pen: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  tv: 'M3 5h18v12H3zM9 21h6',
  link: 'M10 14a4 4 0 005.700 0l3-3a4 4 0 00-5.700-5.700l-1 1M14 10a4 4 0 00-5.700 0l-3 3a4 4 0 005.700 5.700l1-1',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4M9 13h6M9 17h6',
  cue: 'M5 19L19 5',
  foul: 'M12 7v6m0 3.500v.01M12 3l9.500 17h-19z',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing, 24 by 24; a decoration to a screen reader. */
export function Icon({ name, size = 24, stroke = 2 }: { name: IconName; size?: number; stroke?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 3.5 : stroke}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
