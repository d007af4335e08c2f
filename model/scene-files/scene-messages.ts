import { messageTable } from '../text/message.ts';

/** What keeps a scene, or a part of it, from being read. */
export const sceneMessage = messageTable({
  newer: {
    zh: '{file}：场景格式为 {got}，本程序只认识到 {known}，请更新程序',
    en: '{file}: the scene has format {got}, this program knows {known}: update it',
  },
  'part-newer': {
    zh: '{file} 的 {part}：版本为 {got}，本程序只认识到 {known}，已略去',
    en: '{file}, {part}: version {got}, this program knows {known}; left out',
  },
  'part-unknown': {
    zh: '{file}：本程序没有“{part}”，这一部分已略去',
    en: '{file}: this program has no "{part}"; that part is left out',
  },
  'part-twice': {
    zh: '{file}：{part} 出现两次，只取第一个',
    en: '{file}: {part} is there twice; the first one is taken',
  },
  'no-scene': {
    zh: '{file}：不是场景文件',
    en: '{file}: expected a scene file, got another kind of file',
  },
  'not-json': {
    zh: '{file}：场景内容无法读取：{reason}',
    en: '{file}: its scene cannot be read: {reason}',
  },
  large: {
    zh: '{file}：至多 {most} MB，现为 {got} MB',
    en: '{file}: expected {most} MB or less, got {got} MB',
  },
  entries: {
    zh: '{file}：至多 {most} 个条目，现为 {got} 个',
    en: '{file}: expected {most} entries or fewer, got {got}',
  },
  deep: {
    zh: '{place}：嵌套超过 {most} 层',
    en: '{place}: nested deeper than {most}',
  },
  bytes: {
    zh: '{place}：指向的字节不在文件中',
    en: '{place}: names bytes that the file does not have',
  },
  lost: {
    zh: '{file}：读取未能完成，文件可能损坏',
    en: '{file}: the reading did not come to an end; the file may be broken',
  },
  'part-failed': {
    zh: '{part}：未能打开（{reason}），其余部分照常',
    en: '{part}: not opened ({reason}); the rest is',
  },
  'part-unsaved': {
    zh: '{part}：未能保存（{reason}）',
    en: '{part}: not saved ({reason})',
  },
  'city-absent': {
    zh: '本服务器上没有城市“{city}”，场景“{file}”未能打开',
    en: 'this server has no city "{city}"; the scene {file} is not opened',
  },
});
