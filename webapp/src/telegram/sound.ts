/** The clack of two balls, made and not loaded: a click with a short, high ring. */
import { useSettings } from '@/settings';

let context: AudioContext | undefined;

/** `hard` from 0 to 1. Silent where the person wants silence, or the WebView has no sound. */
export function clack(hard: number): void {
  if (!useSettings.getState().sound || typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  // A page may make sounds only after a touch; this one comes from it.
  void context.resume();
  const now = context.currentTime;
  for (const [frequency, part, seconds] of [
    [2350, 0.5, 0.045],
    [3900, 0.25, 0.025],
    [620, 0.35, 0.06],
  ] as const) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(part * hard, now);
    volume.gain.exponentialRampToValueAtTime(0.001, now + seconds);
    tone.connect(volume).connect(context.destination);
    tone.start(now);
    tone.stop(now + seconds);
  }
}
