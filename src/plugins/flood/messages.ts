import { messageTable } from '../../../model/text/message.ts';

/** What the form of a flood cannot take. */
export const floodFormMessage = messageTable({
  'rain-large': {
    zh: '雨量文件合计至多 {mostMb} MB，现为 {gotMb} MB',
    en: 'rain: expected at most {mostMb} MB of files together, got {gotMb} MB',
  },
});
