import { useMutation } from '@tanstack/react-query';
import { codeOf } from '@/api/problem';
import { errorText, useText } from '@/i18n';
import { say } from '@/ui/Toast';

/** Do something at the server once; a refusal is said in words, and the button is free again. */
export function useAct<In = void, Out = unknown>(
  act: (input: In) => Promise<Out>,
  onDone?: (out: Out) => void,
) {
  const text = useText();
  return useMutation({
    mutationFn: act,
    networkMode: 'always',
    onSuccess: onDone,
    onError: (error) => say(errorText(text, codeOf(error))),
  });
}
