import { type ReactNode, useEffect } from 'react';
import { create } from 'zustand';
import css from './Toast.module.css';

interface Note {
  id: number;
  text: string;
  action?: { label: string; run: () => void } | undefined;
}

const SHOWN_MS = 5_000;
const useNote = create<{ note: Note | null }>(() => ({ note: null }));
let notes = 0;

/** Say something for five seconds, perhaps with a way back. A new word replaces the old one. */
export function say(text: string, action?: Note['action']): void {
  notes += 1;
  useNote.setState({ note: { id: notes, text, action } });
}

export function Toasts(): ReactNode {
  const note = useNote((state) => state.note);
  useEffect(() => {
    if (!note) return;
    const timer = setTimeout(() => useNote.setState({ note: null }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [note]);
  const act = () => {
    note?.action?.run();
    useNote.setState({ note: null });
  };
  return (
    <div className={css.place} role="status" aria-live="polite">
      {note && (
        <div key={note.id} className={css.toast} data-testid="toast">
          <span className={css.text}>{note.text}</span>
          {note.action && (
            <button type="button" className={css.action} onClick={act} data-testid="toast-action">
              {note.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
