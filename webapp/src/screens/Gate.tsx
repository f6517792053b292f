import { errorText, useText } from '@/i18n';
import { appUrl, telegramApp } from '@/telegram/links';
import { BallFace } from '@/ui/Ball';
import { Button } from '@/ui/Button';
import css from './Gate.module.css';

export interface GateProps {
  /** outside: no launch data. loading, lost: what they say. Anything else is the code of a refusal. */
  reason: 'outside' | 'loading' | 'lost' | (string & {});
  onRetry?: () => void;
}

/** The page before, or instead of, the app. */
export function Gate({ reason, onRetry }: GateProps) {
  const text = useText();
  const own: Record<string, string[]> = {
    outside: [text.gate.title, text.gate.text],
    loading: [text.loading],
    lost: [text.gate.notFound],
  };
  const [title, ...lines] = own[reason] ?? [errorText(text, reason)];
  return (
    <main className={css.gate} aria-busy={reason === 'loading'}>
      <BallFace color="white" size={56} />
      {reason === 'loading' ? <p className={css.text}>{title}</p> : <h1 className={css.title}>{title}</h1>}
      {lines.map((line) => (
        <p key={line} className={css.text}>
          {line}
        </p>
      ))}
      {reason === 'outside' && telegramApp && (
        <a className={css.open} href={appUrl(location.pathname)}>
          {text.gate.open}
        </a>
      )}
      {onRetry && (
        <Button look="plain" onClick={onRetry}>
          {reason === 'lost' ? text.gate.home : text.retry}
        </Button>
      )}
    </main>
  );
}
