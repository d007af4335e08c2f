import type { WordTable } from '../../../model/text/words.ts';

type WallStepWords = typeof wallWords;

declare module '../../kit/words.ts' {
  interface PageWords extends WallStepWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const wallWords = {
  'wallStep.title': { zh: '多屏联动', en: 'Wall in step' },
  'wallStep.answers': { zh: '几块屏同一画面', en: 'screens as one' },
  'wallStep.intro': {
    zh: '主屏的视角、时钟、选中对象、图层和配色，跟随的屏同步显示；每块屏各画整幅画面的一块。',
    en: 'Screens that follow show the camera, clock, selection, layers and colours of the one that leads; each draws its part of one picture.',
  },
  'wallStep.name': { zh: '屏幕墙名称', en: 'Name of the wall' },
  'wallStep.nameHint': { zh: '字母、数字和 . _ -', en: 'letters, digits and . _ -' },
  'wallStep.role': { zh: '本屏', en: 'This screen' },
  'wallStep.alone': { zh: '独立', en: 'Alone' },
  'wallStep.lead': { zh: '主屏', en: 'Leads' },
  'wallStep.follow': { zh: '跟随', en: 'Follows' },
  'wallStep.badName': {
    zh: '名称应由字母、数字和 . _ - 组成，以字母或数字开头，至多 64 个字符',
    en: 'A name has letters, digits and . _ -, begins with a letter or digit, and has 64 characters at most',
  },
  'wallStep.needsLogin': { zh: '登录后才能作主屏', en: 'Log in to lead a wall' },
  'wallStep.needsRole': {
    zh: '当前账户不能作主屏：需要规划、分析、调度或控制角色',
    en: 'This account cannot lead: it takes a planner, an analyst, a dispatcher or a controller',
  },
  'wallStep.leads': { zh: '正在主控“{wall}”', en: 'Leads "{wall}"' },
  'wallStep.answered': { zh: '服务器 {ms} ms 内应答', en: 'the hub answers within {ms} ms' },
  'wallStep.unsent': { zh: '未能送达：{reason}。恢复后自动续送', en: 'Not sent: {reason}. It goes on by itself' },
  'wallStep.taken': { zh: '{by} 已接管这面墙，本屏不再是主屏', en: '{by} leads the wall now; this screen no longer does' },
  'wallStep.layout': { zh: '墙的排列', en: 'Layout of the wall' },
  'wallStep.columns': { zh: '列', en: 'Columns' },
  'wallStep.rows': { zh: '行', en: 'Rows' },
  'wallStep.gapX': { zh: '左右边框', en: 'Gap across' },
  'wallStep.gapY': { zh: '上下边框', en: 'Gap down' },
  'wallStep.ofPicture': { zh: '% 画面', en: '% of picture' },
  'wallStep.place': { zh: '本屏的位置', en: 'Place of this screen' },
  'wallStep.whole': { zh: '整幅画面', en: 'Whole picture' },
  'wallStep.tile': { zh: '{row}-{column}（第 {row} 行第 {column} 列）', en: '{row}-{column}: row {row}, column {column}' },
  'wallStep.addresses': { zh: '各屏地址', en: 'Addresses of the screens' },
  'wallStep.addressNote': {
    zh: '点一块屏，复制它的地址；在那台机器上打开即进入跟随，重启后仍回到原位。',
    en: 'Click a screen to copy its address. Opened on its machine it follows, and is in its place again after a restart.',
  },
  'wallStep.copy': {
    zh: '复制 {row}-{column} 的地址（第 {row} 行第 {column} 列）',
    en: 'Copy the address of {row}-{column}: row {row}, column {column}',
  },
  'wallStep.uncopied': { zh: '浏览器不允许复制，请从地址栏复制', en: 'The browser does not copy; take it from the address bar' },
  'wallStep.waits': { zh: '“{wall}”还没有主屏，等待中', en: 'Nobody leads "{wall}" yet; waiting' },
  'wallStep.unconnected': { zh: '正在连接服务器', en: 'Connecting to the hub' },
  'wallStep.inStep': { zh: '与 {by} 的主屏同步 · {wall}', en: 'In step with {by} · {wall}' },
  'wallStep.back': { zh: '已恢复，与 {by} 的主屏同步 · {wall}', en: 'In step again with {by} · {wall}' },
  'wallStep.age': { zh: '{s} 秒前', en: '{s} s ago' },
  'wallStep.lost': {
    zh: '{s} 秒没有 {by} 主屏的消息，画面停在那一刻；恢复后自动同步',
    en: 'No word from {by} for {s} s. The picture stands still and goes on by itself',
  },
  'wallStep.cut': {
    zh: '网络中断 {s} 秒，画面停在那一刻；恢复后自动同步',
    en: 'The network is cut for {s} s. The picture stands still and goes on by itself',
  },
  'wallStep.leave': { zh: '退出跟随', en: 'Leave the wall' },
  'wallStep.screen': { zh: '屏幕墙', en: 'Screen of a wall' },
  'wallStep.replay': { zh: '回放', en: 'Replay' },
  'wallStep.simulated': { zh: '模拟', en: 'Simulated' },
} as const satisfies WordTable;
