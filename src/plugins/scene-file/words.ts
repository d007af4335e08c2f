import type { WordTable } from '../../../model/text/words.ts';

type SceneWords = typeof sceneWords;

declare module '../../kit/words.ts' {
  interface PageWords extends SceneWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const sceneWords = {
  'sceneFile.title': { zh: '场景文件', en: 'Scene file' },
  'sceneFile.answers': { zh: '全部内容一个文件', en: 'everything in one file' },
  'sceneFile.about': {
    zh: '一个文件保存当前画面和链接带不走的内容：推演、方案、添加的文件与模型、专题图、导览和自定规则。不含账号和密码。',
    en: 'One file with the current picture and what a link cannot hold: runs, schemes, added files and models, thematic maps, tours and own rules. No accounts, no passwords.',
  },
  'sceneFile.save': { zh: '保存场景', en: 'Save scene' },
  'sceneFile.open': { zh: '打开场景…', en: 'Open scene…' },
  'sceneFile.saving': { zh: '正在保存…', en: 'Saving…' },
  'sceneFile.opening': { zh: '正在打开…', en: 'Opening…' },
  'sceneFile.saved': { zh: '已保存 {file}（{size}）', en: '{file} is saved ({size})' },
  'sceneFile.opened': { zh: '已打开 {file}', en: '{file} is open' },
  'sceneFile.parts': { zh: '内容', en: 'Content' },
  'sceneFile.view': { zh: '画面（视点、时刻、图层、样式）', en: 'Picture (camera, time, layers, style)' },
  'sceneFile.notes': { zh: '未能带上或打开的部分', en: 'Parts left out or not opened' },
  'sceneFile.keeps': { zh: '打开时，本窗口已有的内容予以保留。', en: 'Whatever is already in this window is kept when a scene is opened.' },
  'sceneFile.otherCity': { zh: '此场景属于城市“{city}”，不是当前城市。', en: 'This scene belongs to the city "{city}", not to the current one.' },
  'sceneFile.go': { zh: '前往该城市并打开', en: 'Go to that city and open it' },
  'sceneFile.failed': { zh: '场景未能读取', en: 'The scene could not be read' },
} as const satisfies WordTable;
