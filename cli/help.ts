import { type Argument, type Command, Help, type Option } from 'commander';
import { cutText } from '../model/text/cut-text.ts';
import type { Text } from '../model/text/text.ts';

type Language = keyof Text;

/** The help of the command line in Chinese, by the English that the commands say; a test finds what is missing here. */
const HELP_ZH: Readonly<Record<string, string>> = {
  'play an incident: its inputs, its log, its score, against what it should come to':
    '推演一起事件：输入、日志、评分，并与预期对照',
  'a scenario or package: a JSON file, or a folder that holds scenario.json':
    '想定或事件包：JSON 文件，或含 scenario.json 的文件夹',
  'also computes the runs of minutes anew; without it their figures are those of the package':
    '也重算需数分钟的推演；不写则取事件包中的数字',
  'writes incident.zh.json and incident.en.json beside the scenario':
    '在想定旁写出 incident.zh.json 与 incident.en.json',
  'of the log: zh or en': '日志的语言：zh 或 en',
  'one JSON object a line: inputs, orders, steps, the result, each expectation':
    '每行一个 JSON 对象：输入、指令、步骤、结果、各项预期',
  'Shapan 沙盘: bakes cities into 3D Tiles, checks them, and puts them on the table':
    'Shapan 沙盘：把城市烘焙成 3D Tiles，核对，并摆上沙盘',
  'build the app if it is stale, serve it with all baked cities, and start their hubs with live data; the demo city is baked where no other is named':
    '页面过期就重建，与全部已烘焙的城市一并提供服务，并启动各城市的中枢与实时数据；没有指定别的城市时，缺示范城市就烘焙',
  'write one folder that shows cities on a machine without network and installation: the page, the cities, tours, a small server':
    '打包成一个文件夹，在没有网络、无须安装的机器上展示城市：页面、城市、导览和一个小服务程序',
  'ids of baked cities (default: all of the folder); the first is opened':
    '已烘焙城市的编号（默认为目录中的全部）；打开第一座',
  'where it is written': '写到哪里',
  'tours of your own, as the tour editor exports them': '自备导览，由导览编辑器导出',
  'programs of Node.js for machines that have none: node, node.exe':
    '供没有安装 Node.js 的机器使用的 Node.js 程序：node、node.exe',
  'with --kiosk: dark from when to when by the clock of the city, as 22:00-07:00':
    '与 --kiosk 同用：按城市时钟的静默时段，如 22:00-07:00',
  'for a hall: the tour alone, without a way to the desks': '用于展厅：只有导览，不能进入工作台',
  'show what lies in this folder on this machine, without network': '在本机展示此文件夹中的内容，不需要网络',
  'open the page in the browser of this machine': '在本机浏览器中打开页面',
  'compare every byte with what was packed, and end': '逐字节核对打包内容，然后结束',
  'the city to open; without it the demo city is baked where it is missing': '打开哪座城市；不指定时，缺示范城市就烘焙',
  'make a city of open data: OpenStreetMap from a host or a file, elevation from a host or files; write its recipe, bake it and say what is amiss. No host is asked that you do not name':
    '用开放数据生成一座城市：从网址或文件取 OpenStreetMap，从网址或文件取高程；写出配方，烘焙，并说明问题。没有指定的网址一概不访问',
  'the id of the city and of its folder: small letters, digits, dashes': '城市编号，也是目录名：小写字母、数字、连字符',
  'its name for people (default: the place, or the id)': '城市名称（默认为地名或编号）',
  'its bounds: west, south, east, north in degrees': '范围：西、南、东、北，度',
  'its bounds by a name, asked of --geocoder': '按地名确定范围，向 --geocoder 查询',
  'a geocoder that answers as Nominatim does': '地名服务，回答须同 Nominatim',
  'an Overpass host, as https://host.example/api/interpreter': 'Overpass 网址，如 https://host.example/api/interpreter',
  'files of OpenStreetMap in place of a host: .osm.pbf, .osm, .osm.gz, Overpass JSON':
    '以 OpenStreetMap 文件代替网址：.osm.pbf、.osm、.osm.gz、Overpass JSON',
  'elevation grids, or an address with {NS} {lat} {EW} {lon} in place of the south-western corner, as of Copernicus GLO-30':
    '高程栅格文件，或以 {NS} {lat} {EW} {lon} 代替西南角的网址，如 Copernicus GLO-30',
  'what the elevations are above': '高程的基准',
  'height of that datum above the ellipsoid here': '该基准面在此地高出椭球面多少米',
  'time zone, as Asia/Shanghai (default: whole hours by longitude)': '时区，如 Asia/Shanghai（默认按经度取整小时）',
  'where recipe and layers are written': '配方和图层写到哪里',
  'where answers of hosts are kept; what is there is not asked again': '保存各网址回答的目录；已有的不再索取',
  'start the page on it when it is baked': '烘焙后打开页面',
  'whose hub answers at addresses without a city (default: whose data the folder has, else chengchuan); all baked cities are served, each with its own data':
    '不带城市的地址由哪座城市的中枢应答（默认为数据目录所属的城市，否则为 chengchuan）；全部已烘焙的城市都提供服务，数据各自独立',
  'whose device it is, where the hub serves several cities': '设备属于哪座城市（中枢服务多座城市时）',
  'address to listen on': '监听的地址',
  "names by which others reach it, beside its addresses and this machine's own name":
    '除地址和本机名称外，别人访问它所用的名称',
  'port; 0 takes a free one; without it 8080, or the next that is free':
    '端口；0 表示任选一个空闲端口；不给出时为 8080，已被占用则取其后第一个空闲端口',
  'port; 0 takes a free one': '端口；0 表示任选一个空闲端口',
  'folder of baked cities': '烘焙好的城市所在的目录',
  'where the hub keeps its data': '中枢存放数据的目录',
  'certificate chain (PEM): HTTPS, WSS and MQTTS in place of their open kinds':
    '证书链（PEM）：改用 HTTPS、WSS 和 MQTTS',
  'its private key (PEM)': '证书的私钥（PEM）',
  'the page alone: no live data': '只有页面，没有实时数据',
  "the city's sensors do not speak by themselves: your devices do": '城市的传感器不自行模拟，由实际设备上报',
  'the service behind live data, alone: MQTT broker, history, SensorThings. DATABASE_URL and MQTT_URL put a PostgreSQL server and a broker of your own in place of the embedded ones, MQTT_CA names the certificate (PEM) that vouches for that broker; SHAPAN_DEVICE_TOKEN lets a gateway create observations of all sensors':
    '单独运行中枢：MQTT 代理、历史、SensorThings。DATABASE_URL 和 MQTT_URL 可换用自己的 PostgreSQL 和消息代理，MQTT_CA 指定为该代理担保的证书（PEM）；SHAPAN_DEVICE_TOKEN 允许网关写入所有传感器的观测',
  'HTTP and WebSocket; 0 takes a free one': 'HTTP 和 WebSocket 端口；0 表示任选一个空闲端口',
  'MQTT over TCP, for devices; 0 takes a free one': '设备所用的 MQTT（TCP）端口；0 表示任选一个空闲端口',
  'where devices reach it, each with its own password (shapan device)':
    '设备连接的地址，各用自己的密码（shapan device）',
  'single observations are kept so long, their hours for good': '逐条观测保留的天数；逐时汇总永久保留',
  'what of the live data is shown to who has no account': '没有账户的人能看到哪些实时数据',
  'recorded series (time, value) told in place of the simulation': '以录得的序列（时刻，数值）代替模拟',
  'so many times as fast as they were recorded': '相对录制时的倍速',
  "the city's sensors do not speak by themselves": '城市的传感器不自行模拟',
  "print a device's password for MQTT and HTTP, and the key by which it knows commands and signs its answers; both are made from the hub's key":
    '打印设备用于 MQTT 和 HTTP 的密码，以及核对指令、签署应答的密钥；两者都由中枢密钥算出',
  'the id of a thing of the city: its user name': '城市中设备的编号，即其用户名',
  "play a hub's recording: one JSON line a message (came ms, result ms, topic, text)":
    '放出中枢的录制文件：每条消息一行 JSON（到达毫秒、结果毫秒、主题、内容）',
  'a finished .mcap': '完整的 .mcap 文件',
  'ISO time to begin at': '起始的 ISO 时刻',
  'list what operators did instead': '改为列出操作人员的处置',
  "the hub's public key (audit.pub of its data folder, or GET /audit/key): then an audit that was written anew is found too":
    '中枢的公钥（数据目录中的 audit.pub，或 GET /audit/key）：据此还能发现整份重写的审计记录',
  'verify an exported audit of a hub (GET /audit): every row must follow from the one before':
    '核对中枢导出的审计记录（GET /audit）：每一行都须接续前一行',
  "copy all that a hub knows, its database, recordings and key, into a new folder; the embedded database's hub must be stopped for it, with DATABASE_URL it may run":
    '把中枢的数据库、录制和密钥备份到一个新目录；用嵌入式数据库时须先停止中枢，用 DATABASE_URL 时可不停',
  'a folder that is not there yet': '尚不存在的目录',
  "put a backup into a new data folder, or with DATABASE_URL its rows into a server's empty database":
    '把备份恢复到新的数据目录；给出 DATABASE_URL 时，各行恢复到服务器上的空数据库',
  'a folder that backup made': 'backup 生成的目录',
  'a data folder that is not there yet, or empty': '尚不存在或为空的数据目录',
  'move the history of the embedded database into the empty PostgreSQL database of DATABASE_URL, all or nothing':
    '把嵌入式数据库的全部历史迁入 DATABASE_URL 所指的空 PostgreSQL 数据库；要么全部成功，要么不改动',
  'JSON lines': '逐行 JSON',
  'the head that was written down before: then rows cut off at the end are found too':
    '先前记下的末行哈希；可查出末尾被截去的行',
  'bake a city into 3D Tiles, terrain, columns and grids': '把城市烘焙成 3D Tiles、地形、属性列和栅格',
  'name of the city and its folder (default: from the recipe or the first file)':
    '城市编号，也是目录名（默认取自配方或第一个文件）',
  'worker threads; 0 = none; the bytes are the same': '工作线程数；0 表示不用；结果逐字节相同',
  'only the i-th of n shares of the work, into <id>.shard-i-of-n; merge makes the city of all shares':
    '只做 n 份工作中的第 i 份，写到 <id>.shard-i-of-n；全部分片由 merge 合成城市',
  'share bakes and runs among any number of machines: jobs in the PostgreSQL of DATABASE_URL':
    '把烘焙和推演分给任意多台机器：作业存放在 DATABASE_URL 所指的 PostgreSQL 中',
  'adds a job: a call of bake or sim without --out; the same call twice is one job':
    '加入一个作业：bake 或 sim 的一次调用，不带 --out；同样的调用只算一个',
  'the call, behind --, as: work add --shards 8 -- bake recipe.json':
    '写在 -- 之后的调用，如：work add --shards 8 -- bake recipe.json',
  'a bake or an ensemble as so many jobs (--shard), for merge to put together':
    '把一次烘焙或一组推演分成这么多个作业（--shard），完成后由 merge 合并',
  'lists the jobs and how far they are': '列出作业及其进展',
  'one JSON object a job': '每个作业输出一个 JSON 对象',
  'takes job after job until it is stopped; start one for each free processor, on each machine':
    '逐个领取作业，直到被停止；每台机器按空闲处理器数各启动若干个',
  'where results are, a folder for each job: a folder that all machines reach, or s3://bucket/prefix with the keys AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the environment':
    '结果的位置，每个作业一个子目录：各台机器都能访问的目录，或 s3://存储桶/前缀（密钥取自环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY）',
  'the server of the bucket, as https://s3.example.com (default: AWS_ENDPOINT_URL_S3)':
    '存储桶的服务器地址，如 https://s3.example.com（默认取 AWS_ENDPOINT_URL_S3）',
  'seconds for an answer of that server': '等待该服务器应答的秒数',
  'copies results out of the store into a folder, whole ones only; those that are there stay':
    '把存储中的完整结果复制到目录；已有的保持不动',
  'where they go, a folder for each': '复制到哪里，每个结果一个子目录',
  'the folder that relative names of sources are in': '数据文件的相对路径以此目录为准',
  'ends when nothing waits and nobody works any more': '没有等待和进行中的作业时结束',
  'put all shares of a city (bake --shard) or of an ensemble (sim --shard) together: the same bytes as of one call':
    '合并一座城市（bake --shard）或一组推演（sim --shard）的全部分片：结果与一次完成逐字节相同',
  'of a city: folder of baked cities; of an ensemble: where the results go':
    '城市：已烘焙城市所在的目录；一组推演：结果目录',
  'only the i-th of n shares of the runs; merge puts all together': '只做 n 份中的第 i 份推演；由 merge 合并',
  'an ensemble: a run for each, as 1,0.8,1.2, with so many times the rain':
    '一组推演：每个倍数一次，雨量乘以该倍数，如 1,0.8,1.2',
  'folders of the shares, in any order': '各分片的目录，顺序不限',
  'what the features of plain files are': '普通文件中的要素是什么',
  'time zone of a city of plain files, as Asia/Shanghai (default: UTC)':
    '由普通文件烘焙的城市的时区，如 Asia/Shanghai（默认 UTC）',
  'format of the files, where their bytes and endings leave it open': '文件的格式，用于字节和扩展名都看不出的情形',
  'encoding of the text in the files, as gb18030 (default: UTF-8, or what the bytes show)':
    '文件中文字的编码，如 gb18030（默认 UTF-8，或由字节判断）',
  'system of the coordinates, as EPSG:4547 or a +proj string': '坐标参考系，如 EPSG:4547，或 +proj 字符串',
  'system of the elevation grids, where their files name none': '高程栅格的坐标参考系（文件未注明时）',
  'where a tileset about its own zero point stands: degrees, metres above the ellipsoid':
    '以自身零点为原点的瓦片集的位置：度，椭球高以米计',
  'layer, sheet or table to read of files that hold several': '含多个图层或表的文件中要读取的图层、工作表或表',
  'column of a table that holds easting or longitude (default: by its name)':
    '表格中东坐标或经度所在的列（默认按列名判断）',
  'column of a table that holds northing or latitude': '表格中北坐标或纬度所在的列',
  'column of a table that holds well-known text': '表格中 WKT 所在的列',
  'property that holds the id': '编号所在的属性',
  'property that holds the height in metres': '高度所在的属性，米',
  'property that holds the height at which a building begins': '建筑起始高度所在的属性',
  'property that holds the number of storeys': '层数所在的属性',
  'property that holds the diameter of a pipe in millimetres': '管径所在的属性，毫米',
  'height of buildings that have none': '假设：没有高度的建筑的高度',
  'height of a storey, where only storeys are known': '假设：只知层数时的层高',
  'gables on houses, within their heights, where the data say nothing of roofs':
    '假设：数据没有屋顶形状时，在原有高度以内为房屋画坡屋顶',
  'system of files that name none': '假设：未注明坐标系的文件的坐标系',
  'ids where they are missing (sequence) or repeated (suffix)':
    '假设：缺编号时按顺序编（sequence），重复时加后缀（suffix）',
  'diameter of pipes that have none': '假设：没有管径的管道的管径',
  'width of roads and paths that have none': '假设：没有宽度的道路的宽度',
  'crown of trees that have none': '假设：没有冠幅的树木的冠幅',
  'share of features that may be left out (default 0.5)': '允许舍弃的要素占比（默认 0.5）',
  'one JSON object at the end instead of words': '最后输出一个 JSON 对象，不输出文字',
  'compares two bakes by the ids of their objects: added, removed, changed, layer by layer':
    '按对象标识比较两次烘焙：逐图层列出新增、删除与变化',
  'the same, baked later': '同上，较晚的一次烘焙',
  'writes each object that differs as a point with layer, id, what and changed':
    '把每个有差异的对象写成一个点，含 layer、id、what 和 changed',
  'prints one JSON object a layer': '每个图层输出一个 JSON 对象',
  'reads a baked city back and checks it: tiles, ids, solids, terrain, compressed copies':
    '把烘焙好的城市读回核对：瓦片、编号、实体、地形、压缩副本',
  'folder of a baked city, or its id below public/city': '烘焙好的城市的目录，或它在 public/city 下的编号',
  'prints one JSON object: findings, their counts, what was read': '输出一个 JSON 对象：发现、数量、读了什么',
  "leaves Khronos' glTF Validator out": '不运行 Khronos glTF Validator',
  'play a scenario on a city, without a screen': '不用屏幕，在城市上推演一个情景',
  'play a flood: rain, rivers, breaches on a baked city or an elevation grid':
    '推演洪涝：烘焙好的城市或高程栅格上的降雨、河流、溃口',
  'a scenario: scenarios/<id>/scenario.json, or a folder that holds one':
    '情景：scenarios/<id>/scenario.json，或含有它的目录',
  'where the results go; replaced when the run has ended': '结果目录；推演结束时整体替换',
  'threads; the results are the same to the last bit': '线程数；结果逐位相同',
  'prints the JSON Schema of a scenario': '输出情景的 JSON Schema',
  'prints the summary as one JSON object': '把摘要输出为一个 JSON 对象',
  'of simulated time: keeps the run so far beside <folder>, for --resume':
    '模拟时间：将已算部分存于 <folder> 旁，供 --resume 续算',
  'goes on from what --save-every kept, to the same result as a run that nothing stopped':
    '从 --save-every 保存处续算，结果与未中断的推演相同',
  'lay the plans of a city’s authorities over each other: typed conflicts with their areas':
    '叠合各部门的规划，列出分类型的冲突及其面积',
  'where the results go: conflicts.geojson, summary.json, rules.json, crosswalk.json, with --decisions blueprint.geojson and .gpkg':
    '结果目录：conflicts.geojson、summary.json、rules.json、crosswalk.json；给出 --decisions 时另有 blueprint.geojson 与 .gpkg',
  'a file of decisions from the page: what is signed is applied, and blueprint.geojson and .gpkg written':
    '页面保存的决定文件：已签署的决定被执行，并写出 blueprint.geojson 与 .gpkg',
  'below it, and narrower than --min-width, a place is a sliver; otherwise as the rules have it':
    '面积小于此值且窄于 --min-width 的地块视为碎屑；未给出时按规则文件',
  'mean width: twice the area over the perimeter; otherwise as the rules have it':
    '平均宽度：面积的两倍除以周长；未给出时按规则文件',
  'also against what stands and lies in the city: buildings, pipes and tunnels of its package':
    '也与现状比对：城市包中的建筑、管线与隧道',
  'makes invalid shapes valid, counted; otherwise they are left out, counted': '修复无效图形并计数；否则从略并计数',
  'prints the JSON Schema of a file of rules, or of a crosswalk': '输出规则文件（或对照表）的 JSON Schema',
  'a file of rules, as the page saves them, in place of the city’s': '规则文件（页面所存），代替本市的规则',
  'a crosswalk of land-use codes, as the page saves it, in place of the program’s':
    '用地代码对照表文件（页面所存），代替程序自带的对照表',
  'a baked city: its folder or its id': '烘焙好的城市：目录或编号',
  'hours of sunlight at windows, before and after a scheme, against a rule': '方案前后各窗的日照时数，并按规则判定',
  'the pipe network: traces up and down, a burst with the valves to close, clearances':
    '管网：上下游追踪、爆管关阀、净距',
  'limits of height: areas, slopes, airport surfaces; the buildings that stand through them':
    '限高：区域、斜面、机场限制面；超出的建筑',
  'slope, aspect, cut and fill, buffers, sections with buildings and pipes':
    '坡度、坡向、挖填方、缓冲区、带建筑与管线的剖面',
  'service areas on foot: minutes to the nearest facility, residents served, load of each':
    '步行服务圈：到最近设施的分钟数、覆盖居民、各设施负荷',
  'thematic maps: values of things, cells, areas or districts in classes': '专题图：对象、网格、地块或片区的数值分级',
  'sights, viewsheds, view corridors, skylines, where a landmark is seen from':
    '通视、视域、视廊、天际线、地标可见范围',
  'reach by road, who goes where, what is brought whither, under closures':
    '道路可达范围、力量指派、物资与人员转运，计封路',
  'play an evacuation: people, exits, doors, stairs, water, in a plan or a baked city':
    '推演疏散：平面图或烘焙好的城市中的人、出口、门、楼梯、积水',
  'a case: a JSON file, or a folder that holds scenario.json': '算例：JSON 文件，或含有 scenario.json 的目录',
  'runs with seeds from the case’s on; median and 95th percentile of them':
    '从算例的种子起推演几次，给出中位数和 95 百分位',
  'seeds played at a time': '同时推演的种子数',
  'everyone’s ways, a place a frame: Shapan’s binary, text that JuPedSim’s tools read':
    '每个人的轨迹，每帧一个位置：本程序的二进制，或 JuPedSim 工具可读的文本',
  'prints the JSON Schema of a case': '输出算例的 JSON Schema',
  'prints the JSON Schema of a recipe': '输出配方文件的 JSON Schema',
  'judge a schedule: dates, floats, the 14 points, resources, risk, clashes, what-ifs, its site and neighbours':
    '评审进度计划：日期、时差、14 点检查、资源、风险、碰撞、情景、工地及周边',
  'a case (JSON), a schedule (XML, XER, IFC, CSV), or a PSPLIB project (.rcp, .sm)':
    '算例（JSON）、进度计划（XML、XER、IFC、CSV），或 PSPLIB 项目（.rcp、.sm）',
  'also into a folder with files that Shapan did not write; they stay':
    '目录中有并非 Shapan 写入的文件时也写入；这些文件保留',
  'where the results go; replaced when all is done': '结果目录；全部完成时整体替换',
  'measure on this machine; figures go to standard output, one a line': '在本机测量；每行一个数据，输出到标准输出',
  'one JSON object a line: name, value, unit': '每行一个 JSON 对象：名称、数值、单位',
  'one part of the subject; its name, or a wrong one to see all': '只测其中一项；写错名称会列出全部',
  'how long a part under load lasts': '负载测试每项的分钟数',
  'hold the parts against known answers': '与已知答案对照',
  'only the cases that fit into npm test': '只运行 npm test 所含的算例',
  'one JSON object a line: case, value, mark, pass': '每行一个 JSON 对象：算例、数值、标准、是否通过',
  "keep what was measured for the guide's table of validations": '保存测得的结果，用于指南中的验证表',
  "write the guide's reference pages anew, from the commands, the formats of cases and the messages, and the code that its walks show":
    '由命令、算例格式和消息重新生成使用指南的参考页，并更新教程中的代码',
};

/** Texts with a list of the program's own in them, which stands in either language. */
const HELP_PATTERNS_ZH: readonly [english: RegExp, chinese: string][] = [
  [
    /^a recipe \(\.json with "layers"\), a built-in city \(chengchuan\), or files of features: (.*), also \.gz; building models: (.*); tilesets made elsewhere: a tileset\.json or its folder; points: \.las, \.laz$/,
    '配方（含 "layers" 的 .json）、内置城市（chengchuan），或要素文件：$1，也可为 .gz；建筑信息模型：$2；别处制作的瓦片集：tileset.json 或其文件夹；点云：.las、.laz',
  ],
  [/^elevation grids: (.*)$/, '高程栅格：$1'],
  [/^a subject of (.*): tiles, flood …$/, '$1 中的一个主题：tiles、flood …'],
  [
    /^(.*) to (.*) times as fast as it came; without it as fast as it can be read$/,
    '以到达时 $1 至 $2 倍的速度放出；不写则尽快放出',
  ],
  [
    /^the schedule written anew, one file each of: (.*); with commas, or "all"$/,
    '重新写出进度计划，每种格式一个文件：$1；以逗号分隔，或写 "all"',
  ],
  [/^only the cases whose name holds it: (.*)$/, '只运行名称含有此字的算例：$1'],
];

/** Words of the command-line library itself. */
const FRAME_ZH: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'display help for command': '显示帮助',
  'output the version number': '输出版本号',
};

/** What the library says of a wrong call. */
const ERRORS_ZH: readonly [english: RegExp, chinese: string][] = [
  [/error: missing required argument '(.*)'/, '错误：缺少参数 $1'],
  [/error: option '(.*)' argument missing/, '错误：选项 $1 缺少值'],
  [/error: required option '(.*)' not specified/, '错误：缺少选项 $1'],
  [/error: option '(.*)' argument '(.*)' is invalid\. ?/, '错误：选项 $1 的值“$2”无效。'],
  [/error: command-argument value '(.*)' is invalid for argument '(.*)'\. ?/, '错误：参数 $2 的值“$1”无效。'],
  [/error: unknown option '(.*)'/, '错误：没有选项 $1'],
  [/error: unknown command '(.*)'/, '错误：没有命令 $1'],
  [
    /error: too many arguments(?: for '(.*)')?\. Expected (\d+) arguments? but got (\d+)\./,
    '错误：参数至多 $2 个，现为 $3 个。',
  ],
  [/Allowed choices are (.*)\./, '只能是 $1。'],
  [/\(Did you mean one of (.*)\?\)/, '（是否指 $1？）'],
  [/\(Did you mean (.*)\?\)/, '（是否指 $1？）'],
  [/error: expected a case, got none/, '错误：缺少算例'],
  [/error: expected --language zh or en, got (.*)/, '错误：--language 应为 zh 或 en，现为 $1'],
  [/error: expected --out <folder>, got none/, '错误：缺少 --out <folder>'],
];

/** A text of the help in Chinese; null: it has none. */
export function helpInChinese(english: string): string | null {
  const whole = HELP_ZH[english] ?? FRAME_ZH[english];
  if (whole !== undefined) return whole;
  const pattern = HELP_PATTERNS_ZH.find(([said]) => said.test(english));
  return pattern ? english.replace(...pattern) : null;
}

/** What the library says of a wrong call, in Chinese. */
export const callErrorInChinese = (english: string): string =>
  ERRORS_ZH.reduce((text, [said, chinese]) => text.replace(said, chinese), english);

/** The library's help with the Chinese of each text in place of the English. */
class ChineseHelp extends Help {
  override styleTitle(title: string): string {
    return worded(title);
  }

  override commandDescription(command: Command): string {
    return worded(super.commandDescription(command));
  }

  override subcommandDescription(command: Command): string {
    return worded(super.subcommandDescription(command));
  }

  override optionDescription(option: Option): string {
    return described(option.description, super.optionDescription(option));
  }

  override argumentDescription(argument: Argument): string {
    return described(argument.description, super.argumentDescription(argument));
  }
}

const worded = (text: string): string => helpInChinese(text) ?? text;

/** A description, and behind it what may stand there and what does by itself. */
function described(own: string, whole: string): string {
  const more = whole
    .slice(own.length)
    .replace(' (choices: ', '（可选：')
    .replace(' (default: ', '（默认：')
    .replace(', default: ', '，默认：')
    .replace(/\)$/, '）');
  return worded(own) + more;
}

/** Help and errors of a command and its parts in a language. */
export function speakHelp(command: Command, language: Language): void {
  const isChinese = language === 'zh';
  command.createHelp = () => Object.assign(isChinese ? new ChineseHelp() : new Help(), command.configureHelp());
  command.configureOutput({
    // It repeats what was typed, which a script may have filled with a file.
    outputError: (text, write) => write(`${cutText((isChinese ? callErrorInChinese(text) : text).trimEnd())}\n`),
  });
  for (const part of command.commands) speakHelp(part as Command, language);
}
