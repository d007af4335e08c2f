import type { WordTable } from '../../../model/text/words.ts';

type StyleWords = typeof styleWords;

declare module '../../kit/words.ts' {
  interface PageWords extends StyleWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const styleWords = {
  'style.title': { zh: '画面样式', en: 'Picture style' },
  'style.answers': { zh: '写实、纸模、夜景', en: 'realistic, paper, night' },
  'style.of': { zh: '画面', en: 'Picture' },
  'style.asPage': { zh: '与第一个画面一致', en: 'As the first picture' },
  'style.which': { zh: '样式', en: 'Style' },
  'style.adjust': { zh: '调整', en: 'Adjust' },
  'style.facade': { zh: '立面细部', en: 'Façade detail' },
  'style.ground': { zh: '地面影像', en: 'Ground picture' },
  'style.edges': { zh: '线条', en: 'Lines' },
  'style.ambient': { zh: '环境光影', en: 'Ambient light' },
  'style.colour': { zh: '城市色彩', en: 'Colours of the city' },
  'style.water': { zh: '水面', en: 'Water' },
  'style.trees': { zh: '树木差异', en: 'Variety of trees' },
  'style.haze': { zh: '远处雾霭', en: 'Distant haze' },
  'style.labels': { zh: '地名', en: 'Names' },
  'style.labels_all': { zh: '全部', en: 'all' },
  'style.labels_main': { zh: '分区、水系与地标', en: 'districts, waters, landmarks' },
  'style.labels_none': { zh: '不显示', en: 'none' },
  'style.name': { zh: '名称', en: 'Name' },
  'style.keep': { zh: '保留', en: 'Save' },
  'style.open': { zh: '打开样式文件', en: 'Open a style file' },
  'style.save': { zh: '保存为文件', en: 'Save as a file' },
  'style.kept': { zh: '已保留的样式', en: 'Saved styles' },
  'style.failed': { zh: '样式未能打开或保留', en: 'The style could not be opened or saved' },
  'style.byLamps': { zh: '夜景样式', en: 'Night style' },
  'style.drawn': { zh: '示意', en: 'Illustrative' },
  'style.byLampsWhy': { zh: '始终按晚间九点的灯光绘制，与时钟无关。', en: 'Always lit as at 21:00' },
  'style.colours': { zh: '按属性着色', en: 'Colour by attribute' },
  'style.coloursOf': { zh: '样式着色：{name}', en: 'Colours of the style: {name}' },
  'style.coloursFailed': { zh: '未能得到分级', en: 'The classes could not be computed' },
  'style.ramp': { zh: '色带', en: 'Colours' },
  'style.ramp_sequential': { zh: '由浅入深', en: 'light to dark' },
  'style.ramp_diverging': { zh: '由中间向两端', en: 'from the middle to both ends' },
  'style.classes': { zh: '分级', en: 'Classes' },
  'style.classes_auto': { zh: '自动', en: 'automatic' },
  'style.classes_equal': { zh: '等间距', en: 'equal interval' },
  'style.classes_quantile': { zh: '等数量', en: 'quantile' },
  'style.classes_natural': { zh: '自然断点', en: 'natural breaks' },
  'style.layer': { zh: '图层', en: 'Layer' },
  'style.attribute': { zh: '属性', en: 'Attribute' },
  'style.addColour': { zh: '添加着色', en: 'Add colour' },
  'style.noAttributes': { zh: '本市没有可用来着色的属性', en: 'No layer of this city has an attribute to colour by' },
} as const satisfies WordTable;
