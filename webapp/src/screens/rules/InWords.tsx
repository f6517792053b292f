import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { describeRules } from '@/api/rules';
import type { Rules } from '@/api/types';
import { useSigned } from '@/app/context';
import { useLanguage, useWords } from '@/i18n';
import css from './rules.module.css';

const TYPING_MS = 250;

/** The rules as the server says them: what everyone agrees to before the break. */
export function InWords({ rules }: { rules: Rules }) {
  const { rules: words } = useWords();
  const language = useLanguage();
  const { http } = useSigned();
  const settled = useSettled(rules);
  const said = useQuery({
    queryKey: ['rules', settled],
    queryFn: () => describeRules(http, settled),
    placeholderData: keepPreviousData,
    // What they mean never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (said.isError) return <p className={css.unsaid}>{words.unsaid}</p>;
  return (
    <ul className={css.words} aria-live="polite" data-testid="in-words">
      {said.data?.[language].map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

/** What was asked for last, once the finger rests. */
function useSettled(rules: Rules): Rules {
  const [settled, setSettled] = useState(rules);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(rules), TYPING_MS);
    return () => clearTimeout(timer);
  }, [rules]);
  return settled;
}
