import type { Message } from '../../model/text/message.ts';
import { appMessage } from './messages.ts';

/** One line for all that a link could not open: what could not be read before what is not there; of several the first and how many. */
export function linkNotice(unread: readonly Message[], absent: readonly Message[]): Message {
  const first = unread.length > 0 ? unread[0] : absent[0];
  if (unread.length + absent.length === 1) return first;
  if (unread.length > 0) return appMessage('link-parts', { count: unread.length + absent.length, first: first.text });
  const all = (language: 'zh' | 'en', between: string) => absent.map(({ text }) => text[language]).join(between);
  return appMessage('link-absent', { all: { zh: all('zh', '；'), en: all('en', '; ') } });
}
