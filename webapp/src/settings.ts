/** How this person wants his phone to behave: kept on the phone, since a left hand and bad eyes do not travel. */
import { create } from 'zustand';
import { keep, recallJson } from './storage';

export interface Settings {
  /** The hand that holds the phone: the thumb's most wanted button lies on its side. */
  hand: 'right' | 'left';
  bigText: boolean;
  /** Whether each colour of ball bears a mark of its own, for eyes to which colours are alike. */
  patterns: boolean;
  haptics: boolean;
  sound: boolean;
  /** Whether the screen stays on while a game is shown. */
  awake: boolean;
}

const KEY = 'artel.settings';
const DEFAULT: Settings = {
  hand: 'right',
  bigText: false,
  patterns: false,
  haptics: true,
  sound: false,
  awake: true,
};

export const useSettings = create<Settings>(() => ({
  ...DEFAULT,
  ...recallJson<Partial<Settings>>('localStorage', KEY),
}));

/** Marks that the styles look for (styles/tokens.css, ui/Ball.module.css). */
function show({ hand, bigText, patterns }: Settings): void {
  const { dataset } = document.documentElement;
  dataset.hand = hand;
  dataset.text = bigText ? 'big' : 'usual';
  dataset.balls = patterns ? 'patterned' : 'plain';
}

/** Before the first render. */
export const startSettings = (): void => show(useSettings.getState());

export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(change);
  const settings = useSettings.getState();
  show(settings);
  keep('localStorage', KEY, JSON.stringify(settings));
}
