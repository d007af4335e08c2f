import { type WordTable, wordsIn } from '../../model/text/words.ts';
import type { Language } from '../twin/appearance.ts';
import { failureOf, reasonIn } from '../twin/failure.ts';

/** Words for when the page's own are not there yet. */
const BOOT_WORDS = {
  loading: { zh: '正在加载城市…', en: 'Loading the city…' },
  failed: { zh: '城市未能打开', en: 'The city could not be opened' },
  retry: { zh: '再试一次', en: 'Try again' },
} as const satisfies WordTable;

/** What stands on the page before the panels do, and instead of them when the table does not open. */
export function showBootNotice(language: Language): { close(): void; fail(error: unknown): void } {
  const words = wordsIn(BOOT_WORDS, language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  const box = document.createElement('div');
  box.className = 'boot';
  box.setAttribute('role', 'status');
  const line = document.createElement('p');
  line.textContent = words.loading;
  box.append(line);
  document.body.append(box);
  return {
    close: () => box.remove(),
    fail(error) {
      console.error(error);
      box.setAttribute('role', 'alert');
      box.classList.add('boot-failed');
      line.textContent = words.failed;
      const reason = document.createElement('p');
      reason.className = 'boot-reason';
      reason.textContent = reasonIn(failureOf(error), language);
      const retry = document.createElement('button');
      retry.type = 'button';
      retry.textContent = words.retry;
      retry.addEventListener('click', () => location.reload());
      box.append(reason, retry);
      retry.focus();
    },
  };
}
