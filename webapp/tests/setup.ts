/** Components are drawn here without `lazily`, which brings the words. */
import { loadWords } from '@/i18n';

await loadWords();
