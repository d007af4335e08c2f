import { messageTable } from '../text/message.ts';

/** What is wrong with the chapters of a tour; the chapters that are right play all the same. */
export const tourMessage = messageTable({
  'chapter-twice': {
    zh: '{file}#{chapter}：章节编号重复，已略去后一个；请另取编号',
    en: '{file}#{chapter}: id: expected each chapter once, got this id again; the later one is left out, give it another id',
  },
  'no-chapter': {
    zh: '{file}#{chapter}：choices.to 应为导览中的章节，实际为“{to}”；该选项已略去',
    en: '{file}#{chapter}: choices.to: expected a chapter of the tour, got "{to}"; the choice is left out',
  },
  'no-chapters': {
    zh: '{file}：没有可播放的章节',
    en: '{file}: expected at least one chapter that can be played, got none',
  },
  'no-file': {
    zh: '{file}#{chapter}：导览中没有可用的图片或录音“{name}”；已略去',
    en: '{file}#{chapter}: expected a picture or recording of the tour, got "{name}"; it is left out',
  },
  'files-large': {
    zh: '{file}：图片和录音至多 {most} 个、合计 {mostMb} MiB（base64）；其余已略去',
    en: '{file}: files: expected at most {most} pictures and recordings of {mostMb} MiB together in base 64; the others are left out',
  },
  newer: {
    zh: '{file}：format 应为 1 至 {known}，实际为 {got}：此文件由更新版本写成，请更新程序后打开',
    en: '{file}: format: expected 1 to {known}, got {got}: a later version wrote this file; update the program to open it',
  },
});
