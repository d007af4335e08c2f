import { messageTable } from './message.ts';

/** What keeps a film from being recorded. */
export const filmMessage = messageTable({
  'film-large': {
    zh: '动画至多 {mostMb} MB，画到第 {frames} 帧已超出：请加大帧间隔或缩短时段',
    en: 'film: expected at most {mostMb} MB of frames, got more after {frames}: take fewer frames or a shorter span',
  },
  'film-frame': { zh: '浏览器未能把画面存成 JPEG', en: 'film: expected a JPEG of the frame, got none' },
});
