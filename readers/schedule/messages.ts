import { messageTable } from '../../model/text/message.ts';

/** What is wrong with the file of a schedule, whatever its format: the place in it, what was expected and what came. */
export const scheduleFileMessage = messageTable({
  'log-columns': { zh: '{file}：缺少列 {value}，现有 {got}', en: '{file}: expected columns {value}, got {got}' },
  'log-day': {
    zh: '{file}：第 {row} 行：{column}：应为 26-2-2015 这样的日期，现为“{got}”',
    en: '{file}: row {row}: {column}: expected a day like 26-2-2015, got "{got}"',
  },
  'no-tasks': { zh: '{file}：没有工序（IfcTask）', en: '{file}: expected tasks (IfcTask), got none' },
  'ifc-duration': {
    zh: '{place}：工期应写作 P5D 或 PT8H，现为“{got}”',
    en: '{place}: expected a duration of days and hours like P5D or PT8H, got "{got}"',
  },
  'ifc-start': {
    zh: '{name}：至少一个任务要有开始日期（IfcTaskTime.ScheduleStart）',
    en: '{name}: expected a start of some task (IfcTaskTime.ScheduleStart), got none',
  },
  brackets: { zh: '{place}：括号嵌套至多 {most} 层', en: '{place}: expected {most} brackets at most, got more' },
  'many-tasks': {
    zh: '{file}：任务至多 {most} 个，现为 {got} 个',
    en: '{file}: expected at most {most} tasks, got {got}',
  },
  'calendar-circle': {
    zh: '{place}：基准日历互相引用，形成循环',
    en: '{place}: expected a base calendar, got a circle of them',
  },
  shift: {
    zh: '{place}：应为一天内的起止时刻，现为“{got}”至“{value}”',
    en: '{place}: expected times of day, got "{got}" to "{value}"',
  },
  'too-long': {
    zh: '{file}：{activity}：时长至多 {most} 年，现为 {got} 天',
    en: '{file}: {activity}: expected lengths of at most {most} years, got {got} days',
  },
  'date-range': {
    zh: '进度计划的日期超出公元 1 至 9999 年',
    en: 'schedule: expected dates in the years 1 to 9999, got one beyond',
  },
  'xml-duration': {
    zh: '{place}/{name}：工期应写作 PT8H0M0S，现为“{got}”',
    en: '{place}/{name}: expected a duration like PT8H0M0S, got "{got}"',
  },
  'no-project': { zh: '{file}：没有 Project', en: '{file}: expected a Project, got none' },
  weekday: {
    zh: '{place}/DayOfWeek：只能是 {known}，现为“{got}”',
    en: '{place}/DayOfWeek: expected {known}, got "{got}"',
  },
  'exception-date': { zh: '{place}/Date：缺少日期', en: '{place}/Date: expected a date, got none' },
  'psplib-number': {
    zh: '{file}：第 {at} 个数（{what}）：应为 0 至 {most}，现为 {got}',
    en: '{file}: number {at}, {what}: expected 0 to {most}, got {got}',
  },
  'psplib-activities': {
    zh: '{file}：REQUESTS/DURATIONS：工序应为 1 至 {most} 个，现为 {got} 个',
    en: '{file}: REQUESTS/DURATIONS: expected 1 to {most} activities, got {got}',
  },
  'psplib-rows': {
    zh: '{file}：PRECEDENCE RELATIONS：应有 {expected} 行，现为 {got} 行',
    en: '{file}: PRECEDENCE RELATIONS: expected {expected} rows, got {got}',
  },
  'psplib-numbers': {
    zh: '{file}：工序 {value}：应有 {expected} 个数，现为 {got} 个',
    en: '{file}: activity {value}: expected {expected} numbers, got {got}',
  },
  'psplib-mode': {
    zh: '{file}：工序 {value}：只支持一种执行方式，现为 {got}',
    en: '{file}: activity {value}: expected one mode, got {got}',
  },
  'psplib-successor': {
    zh: '{file}：工序 {value}：后续工序应为 1 至 {value2}，现为 {number}',
    en: '{file}: activity {value}: expected successors 1 to {value2}, got {number}',
  },
  'exception-day': {
    zh: '{place}：应为 {known}，或 2026-05-01..2026-05-03 这样的日期，现为“{got}”',
    en: '{place}: expected {known} or a date like 2026-05-01..2026-05-03, got "{got}"',
  },
  'shift-text': {
    zh: '{place}：班次应写作 08:00-12:00，现为“{got}”',
    en: '{place}: expected a shift like 08:00-12:00, got "{got}"',
  },
  'many-rows': { zh: '{file}：至多 {most} 行，现为 {got} 行', en: '{file}: expected at most {most} rows, got {got}' },
  'no-column': { zh: '{file}：缺少列 {needed}，现有 {got}', en: '{file}: expected a column {needed}, got {got}' },
  'id-twice': { zh: '{file}：编号 {got} 出现两次', en: '{file}: expected every id once, got {got} twice' },
  'named-twice': { zh: '{place}：“{name}”只能定义一次', en: '{place}: expected "{name}" to be told once' },
  'unknown-calendar': {
    zh: '{place}：日历要先在上面定义，现为“{got}”',
    en: '{place}: expected a calendar that was told above, got "{got}"',
  },
  date: {
    zh: '{place}：日期应写作 2026-01-05 08:00，现为“{got}”',
    en: '{place}: expected a date like 2026-01-05 08:00, got "{got}"',
  },
  'no-id': { zh: '{place}：缺少编号（id）', en: '{place}: id: expected one, got none' },
  cost: { zh: '{place}：cost：应为数字，现为“{got}”', en: '{place}: cost: expected a number, got "{got}"' },
  constraint: { zh: '{place}：约束只能是 {known}，现为“{got}”', en: '{place}: expected one of {known}, got "{got}"' },
  'constraint-date': { zh: '{place}：{kind}：缺少日期', en: '{place}: {kind}: expected a date, got none' },
  duration: {
    zh: '{place}：工期应写作 5d 或 40h，现为“{got}”',
    en: '{place}: expected a duration like 5d or 40h, got "{got}"',
  },
  'schedule-kind': { zh: '{file}：应为 {expected}，现以 {got} 开头', en: '{file}: expected {expected}, got {got}' },
  'not-schedule': { zh: '{file}：应为进度计划，现为 {gives}', en: '{file}: expected a schedule, got a {gives}' },
  large: { zh: '{file}：至多 {mostMb} MB，现为 {got} MB', en: '{file}: expected at most {mostMb} MB, got {got}' },
  'xml-number': { zh: '{place}/{name}：应为数字，现为“{got}”', en: '{place}/{name}: expected a number, got "{got}"' },
  'xml-date': {
    zh: '{place}/{name}：日期应写作 2026-01-05T08:00:00，现为“{got}”',
    en: '{place}/{name}: expected a date like 2026-01-05T08:00:00, got "{got}"',
  },
  doctype: {
    zh: '{file}：XML 不得自带文档类型（DOCTYPE）',
    en: '{file}: expected XML without a document type of its own, got one',
  },
  xml: {
    zh: '{file}：第 {line} 行第 {col} 列：XML 语法有误',
    en: '{file}: line {line}, column {col}: expected well-formed XML, got: {msg}',
  },
  'xml-levels': {
    zh: '{file}：XML 嵌套至多 {most} 层',
    en: '{file}: expected at most {most} levels of XML, got: {reason}',
  },
  'xml-root': { zh: '{file}：缺少根元素 <{root}>', en: '{file}: expected <{root}>, got none' },
  'xer-date': { zh: '{place}：{field}：应为日期，现为“{got}”', en: '{place}: {field}: expected a date, got "{got}"' },
  'xer-hours': { zh: '{place}：{field}：应为小时数，现为“{got}”', en: '{place}: {field}: expected hours, got "{got}"' },
  'xer-project': {
    zh: '{file}：没有 PROJECT 表，现有表 {value}',
    en: '{file}: expected a PROJECT table, got tables {value}',
  },
  'xer-head': {
    zh: '{file}：第 1 行：应以 ERMHDR 开头，现为“{got}”',
    en: '{file}: line 1: expected ERMHDR, got "{got}"',
  },
  'xer-row': {
    zh: '{file}：第 {line} 行：数据行之前应有表名和字段',
    en: '{file}: line {line}: expected a table and its fields before a row',
  },
  'xer-rows': { zh: '{file}：至多 {most} 行', en: '{file}: expected at most {most} rows' },
  'xer-cut': {
    zh: '{file}：文件应以 %E 结尾，现已提前结束：文件不完整',
    en: '{file}: expected a last line %E, got the end: the file is cut off',
  },
  'xer-exception': {
    zh: '{place}：应为例外日的日期，现为“{got}”',
    en: '{place}: expected the day of an exception, got "{got}"',
  },
  'xer-shift': {
    zh: '{place}：应为班次的起止时刻，现为“{got}”',
    en: '{place}: expected a shift\'s begin and end, got "{got}"',
  },
  'xer-mark': {
    zh: '{place}：第 {at} 个字符：应为“{mark}”，现为“{got}”',
    en: '{place}: character {at}: expected "{mark}", got "{got}"',
  },
  'xer-mark-end': {
    zh: '{place}：第 {at} 个字符：应为“{mark}”，数据已到末尾',
    en: '{place}: character {at}: expected "{mark}", got the end',
  },
  'xer-levels': { zh: '{place}：嵌套至多 {most} 层', en: '{place}: expected at most {most} levels' },
  value: { zh: '{place}：缺少一个值，现为 {got}', en: '{place}: expected a value, got {got}' },
  span: {
    zh: '{place}/TimePeriod：应为一段日期，现为{got}',
    en: '{place}/TimePeriod: expected a span of dates, got {got}',
  },
  'note-date': {
    zh: '{place}：日期应写作 2026-01-05T08:00:00，现为“{got}”，已忽略',
    en: '{place}: expected a date like 2026-01-05T08:00:00, got "{got}"; left out',
  },
  'note-parent': {
    zh: '{file}：第 {row} 行：上级工序应在其上方，现为“{got}”，已忽略',
    en: '{file}: row {row}: expected a parent that stands above, got "{got}"; left out',
  },
  'note-predecessor': {
    zh: '{file}：第 {row} 行：紧前关系应写作 A 或 ASS+2d，现为“{got}”，已忽略',
    en: '{file}: row {row}: expected a predecessor like A or ASS+2d, got "{got}"; left out',
  },
  'note-timeless': {
    zh: '{file}：{count} 个任务没有时间（IfcTaskTime），工期按零计',
    en: '{file}: expected a time (IfcTaskTime) of each task, got none of {count}; they take none',
  },
  'note-sequence': {
    zh: '{file}：#{number}：逻辑关系的一端没有工序，已忽略',
    en: '{file}: #{number}: expected a sequence of two tasks, got one of an absent task; left out',
  },
  'note-sequence-kind': {
    zh: '{file}：#{number}：不认识的逻辑关系类型 {got}，已忽略',
    en: '{file}: #{number}: expected a sequence of two tasks, got {got}; left out',
  },
  'note-recurrence': {
    zh: '{file}：#{number}：应为每周或每日重复的时间，现为{got}，已忽略',
    en: '{file}: #{number}: expected a week or a day that comes again, got {got}; left out',
  },
  'note-no-times': {
    zh: '{file}：#{number}：日历没有工作时间，已按通常的一周处理',
    en: '{file}: #{number}: expected working times, got none; the usual week was taken',
  },
  'note-constraint': {
    zh: '{place}：不认识的约束 {got}，已忽略',
    en: '{place}: expected a constraint, got {got}; left out',
  },
  'note-link-end': {
    zh: '{place}：逻辑关系的一端没有工序 {id}，已忽略',
    en: '{place}: expected a link between two activities, got no activity {id}; left out',
  },
  'note-link-kind': {
    zh: '{place}：不认识的逻辑关系类型 {got}，已忽略',
    en: '{place}: expected a link between two activities, got link type {got}; left out',
  },
  'note-self-link': {
    zh: '{file}：{code}：逻辑关系应连接两项工序，现指向自身，已忽略',
    en: '{file}: {code}: expected a link between two activities, got one to itself; left out',
  },
  'note-calendar': {
    zh: '{file}：日历“{name}”无法读取（{reason}），已按通常的一周处理',
    en: '{file}: calendar "{name}" cannot be read ({reason}); the usual week was taken',
  },
  'note-resource-calendars': {
    zh: '{file}：{code}：资源用 {count} 种日历，Project 逐个资源排程，这里按任务的日历排程，日期可能不同',
    en: '{file}: {code}: its resources work on {count} calendars, each scheduled on its own by Project; the calendar of the task was taken, so dates may differ',
  },
  'note-no-common-time': {
    zh: '{file}：{code}：任务与资源的日历没有共同的工作时间，已按任务的日历排程',
    en: "{file}: {code}: expected working time common to the task and its resource, got none; the task's calendar was taken",
  },
  'note-split': {
    zh: '{file}：{code}：任务有中断，工期中计入 {hours} 小时的间隔，随任务一起移动',
    en: '{file}: {code}: a split task; its interruptions of {hours} working hours are counted in its duration and move with it',
  },
  'note-manual-link': {
    zh: '{file}：{code}：手动排程，保持自己的日期，不满足 {from} 的 {kind} 关系',
    en: '{file}: {code}: scheduled by hand, so it stays on its dates against its {kind} link from {from}',
  },
  'note-encoding': {
    zh: '{file}：不是 UTF-8，已按 {guessed} 读取',
    en: '{file}: expected UTF-8, got other bytes; read as {guessed}',
  },
  csv: { zh: '{file}：第 {row} 行：不是有效的表格', en: '{file}: row {row}: expected a table, got: {reason}' },
});
