import { messageTable } from '../model/text/message.ts';

/** What a recipe and its files must be mended in before a city can be baked of them. */
export const bakeMessage = messageTable({
  box: {
    zh: '--bbox：应为“西,南,东,北”四个经纬度（度），现为“{got}”',
    en: '--bbox: expected west,south,east,north in degrees, got "{got}"',
  },
  'box-large': {
    zh: '--bbox：至多 {most} km²，现为 {got} km²；更大的范围请先裁好 .osm.pbf，再分几座城市烘焙',
    en: '--bbox: expected at most {most} km², got {got} km²; bake a larger region as several cities',
  },
  'tile-large': {
    zh: '{layer}：一个对象或一块瓦片宽 {got} m，应小于 {most} m；请检查文件的单位和坐标，或在配方中用 "bounds" 裁剪',
    en: '{layer}: expected an object or a tile under {most} m across, got {got} m; check the units and coordinates of the file, or cut it by "bounds" in a recipe',
  },
  'layers-apart': {
    zh: '{one} 与 {other}：一座城市的图层应相邻，现相距 {km} km；请检查二者的坐标系，或将其中之一另烘焙为一座城市',
    en: '{one} and {other}: expected layers of one city, got {km} km of nothing between them; check their coordinate systems, or bake one of them as a city of its own',
  },
  'host-status': {
    zh: '{url}：HTTP {got}：{body}',
    en: '{url}: expected a file, got HTTP {got}: {body}',
  },
  'host-gave-up': {
    zh: '{url}：试了 {tries} 次仍未取得完整的文件（{reason}）；再次运行同一命令，会从已取得的部分接着取',
    en: '{url}: expected a whole file, got none in {tries} tries ({reason}); the same command goes on from what has come',
  },
  'host-large': {
    zh: '{url}：文件至多 {most} MB',
    en: '{url}: expected at most {most} MB',
  },
  'overpass-body': {
    zh: '{url}：回答应为 Overpass 的 JSON，现为：{got}',
    en: '{url}: expected an answer of Overpass in JSON, got: {got}',
  },
  'overpass-remark': {
    zh: '{url}：Overpass 未能答完（{remark}）；请缩小 --bbox，或改用 --osm 文件',
    en: '{url}: expected a whole answer, got "{remark}"; make --bbox smaller, or name a file by --osm',
  },
  'elevation-template': {
    zh: '--elevation：网址应含大括号括起的 lat 和 lon，现为“{got}”',
    en: '--elevation: expected an address with lat and lon in braces, got "{got}"',
  },
  'elevation-body': {
    zh: '{url}：应为高程栅格（{expected}），现为：{got}',
    en: '{url}: expected a grid of elevations ({expected}), got: {got}',
  },
  'geocoder-body': {
    zh: '{url}：回答应同 Nominatim 的 JSON，现为：{got}',
    en: "{url}: expected an answer as Nominatim's JSON, got: {got}",
  },
  'geocoder-none': {
    zh: '{url}：查无地名“{name}”',
    en: '{url}: expected a place named "{name}", got none',
  },
  'osm-file': {
    zh: '{file}：应为 OpenStreetMap 的文件（.osm.pbf、.osm、Overpass JSON），现为 {got}',
    en: '{file}: expected a file of OpenStreetMap (.osm.pbf, .osm, Overpass JSON), got {got}',
  },
  'target-file': { zh: '{folder}：应为目录，现为文件', en: '{folder}: expected a folder, got a file' },
  'target-foreign': {
    zh: '{folder}：目录中有 {count} 个并非 Shapan 写入的文件（{names}），未作任何改动；请换一个目录，或加 --replace：这些文件会保留',
    en: '{folder}: expected an empty folder or one that Shapan wrote, got {count} other files ({names}); nothing was changed. Name another folder, or add --replace, which keeps those files',
  },
  'target-kept': {
    zh: '{folder}：保留了 {count} 个并非 Shapan 写入的文件（{names}）；与结果同名的已改名为 *.before-shapan',
    en: '{folder}: {count} files that Shapan did not write were kept ({names}); those with a name of the results are now *.before-shapan',
  },
  'share-folder': {
    zh: '{folder}：应为 shapan bake --shard 写出的目录',
    en: '{folder}: expected a folder that shapan bake --shard wrote',
  },
  'share-other': {
    zh: '{folder}：与 {first} 不属同一次烘焙或同一组推演；各分片须用同样的数据、参数和同一版程序',
    en: '{folder}: expected a share of the same bake or ensemble as {first}: the same sources, options and program',
  },
  'share-twice': {
    zh: '{folder}：与 {twin} 是同一分片',
    en: '{folder}: expected another share than {twin}',
  },
  'share-missing': {
    zh: '共 {count} 个分片，现有 {got} 个；还缺 {missing}',
    en: 'expected {count} shares, got {got}; missing: {missing}',
  },
  'share-differs': {
    zh: '{folder}：{file} 缺失或在传送中损坏；请重新复制该分片',
    en: '{folder}: {file} is missing or was damaged on its way; copy the share again',
  },
  'tile-nodes': {
    zh: 'nodes：应为 {value} 个节点组成的树，现有节点 {index}',
    en: 'nodes: expected a tree of {value} nodes, got node {index}',
  },
  'tile-mesh': {
    zh: 'nodes[{index}].mesh：应小于 {most}，现为 {got}',
    en: 'nodes[{index}].mesh: expected below {most}, got {got}',
  },
  'nothing-to-bake': { zh: '{id}：至少要有图层或地形文件', en: '{id}: expected layers or terrain files, got neither' },
  'points-layer': {
    zh: 'terrain.points：没有含“{field}”的图层“{layer}”',
    en: 'terrain.points: expected a layer "{layer}" with "{field}", got none',
  },
  'points-empty': { zh: 'terrain.points：没有地面高程', en: 'terrain.points: expected ground levels, got none' },
  'dem-large': {
    zh: '{file}：至多 {most} 个值，现为 {got} × {rows}',
    en: '{file}: expected at most {most} values, got {got} × {rows}',
  },
  'dem-blank': { zh: '{file}：栅格中没有任何高程', en: '{file}: expected elevations, got a grid without one' },
  'dem-place': {
    zh: '{file}：坐标系 {name} 下 {got}, {y0} 不在地球上；请用 --terrain-crs 指定另一坐标系',
    en: '{file}: expected a place on Earth in {name}, got {got}, {y0}; --terrain-crs names another system',
  },
  'terrain-large': {
    zh: '地形：至多 {most} 个节点，{cellM} m 的格距需要 {columns} × {rows} 个；请在配方中加大 "cellM"',
    en: 'terrain: expected at most {most} nodes, got {columns} × {rows} at {cellM} m; "cellM" in the recipe makes it coarser',
  },
  'no-usable': {
    zh: '{file}：{total} 个要素中没有可用的：{worst}',
    en: '{file}: expected a usable feature, got none of {total}: {worst}',
  },
  'files-format': {
    zh: '{file}：一个图层的各文件应为同一格式（{name}），{other} 不是',
    en: '{file}: expected one format in all files of a layer ({name}), got another in {other}',
  },
  'files-models': {
    zh: '{name} 的模型一个文件一个图层，不能合为一层',
    en: '{name}: expected one file a layer of models, got several',
  },
  'no-features': {
    zh: '{file}：按 {name} 读取，没有 {geometry} 类要素；可用 --format 指明另一种格式，或用 --kind 指明另一类要素',
    en: '{file}: expected features of type {geometry}, got a file of {name} without one; --format names another format, --kind another kind',
  },
  'other-geometry': {
    zh: '{file}：{total} 个要素中没有可用的：{worst}；图层种类 {kind} 只收 {geometry} 类几何，{hint}',
    en: '{file}: expected a usable feature, got none of {total}: {worst}; a layer of kind {kind} takes geometries of type {geometry}, {hint}',
  },
  'many-left-out': {
    zh: '{file}：舍弃的要素至多 {most} %，现舍弃 {got} / {total} 个：{worst}',
    en: '{file}: expected at most {most} % of the features left out, got {got} of {total}: {worst}',
  },
  degrees: {
    zh: '{file}：坐标系 {name} 以米为单位，而坐标 ({value}, {value2}) 在 ±180、±90 以内，像是经纬度；是否应为 --crs EPSG:4326？',
    en: '{file}: expected metres in {name}, got numbers within ±180, ±90 that look like degrees ({value}, {value2}); --crs EPSG:4326?',
  },
  'line-width': {
    zh: '{file}：每条线都要有宽度，{assumed} 条没有；可用 --assume-width 3 明确取一个估计值',
    en: '{file}: expected a width of each line, got {assumed} without one; --assume-width 3 makes the guess explicit',
  },
  'pipe-diameter': {
    zh: '{file}：每条管线都要有管径，{assumed} 条没有；{hint}可用 --assume-diameter 300 明确取一个估计值',
    en: '{file}: expected a diameter of each pipe, got {assumed} without one; {hint}--assume-diameter 300 makes a guess explicit',
  },
  'model-place': {
    zh: '{file}：模型没有位置（IfcMapConversion，或 IfcSite 的经纬度）；可用 --crs EPSG:… 把其坐标当作地图坐标',
    en: "{file}: expected a place (IfcMapConversion, or IfcSite's latitude and longitude), got none; --crs EPSG:… takes its coordinates for those of a map",
  },
  folder: { zh: '{file}：应为文件，现为文件夹', en: '{file}: expected a file, got a folder' },
  unreadable: { zh: '{path}：文件无法读取（{got}）', en: '{path}: expected a readable file, got {got}' },
  'tree-crown': {
    zh: '{file}：每棵树都要有冠幅，{assumed} 棵没有；可用 --assume-crown 4 明确取一个估计值',
    en: '{file}: expected a crown of each tree, got {assumed} without one; --assume-crown 4 makes the guess explicit',
  },
  'id-field': {
    zh: '{file}：fields.id：没有带值的属性“{wanted}”',
    en: '{file}: fields.id: expected a property "{wanted}" with values, got none',
  },
  'layer-twice': {
    zh: '{file}：layers：图层编号“{twice}”重复',
    en: '{file}: layers: expected ids that differ, got "{twice}" twice',
  },
  'join-areas': {
    zh: '图层“{layer}”：joins：按所在的面挂接时图层应为面，现为其他几何；可改用 nearest',
    en: 'layer "{layer}": joins: expected areas to join by "within", got another geometry; "nearest" joins to points',
  },
  'join-attribute': {
    zh: '图层“{layer}”：joins.attribute：应为其中一列（{known}），现为“{attribute}”',
    en: 'layer "{layer}": joins.attribute: expected one of its columns ({known}), got "{attribute}"',
  },
  'role-kind': {
    zh: '图层“{layer}”：roles.{role}：应为 {kinds} 图层，现为 {got}',
    en: 'layer "{layer}": roles.{role}: expected a layer of kind {kinds}, got {got}',
  },
  'role-missing': {
    zh: '图层“{layer}”：roles.{role}.{column}：须指明一列；该图层有 {known}{got}',
    en: 'layer "{layer}": roles.{role}.{column}: expected one of its columns ({known}), got none{got}',
  },
  'role-unknown': {
    zh: '图层“{layer}”：roles.{role}.{column}：应为其中一列（{known}），现为“{got}”',
    en: 'layer "{layer}": roles.{role}.{column}: expected one of its columns ({known}), got "{got}"',
  },
  'role-type': {
    zh: '图层“{layer}”：roles.{role}.{column}：“{got}”的类型不符（数值或文字）；该图层有 {known}',
    en: 'layer "{layer}": roles.{role}.{column}: expected a column of the right type, numbers or words, got "{got}"; it has {known}',
  },
  'role-twice': {
    zh: '{file}：roles.{role}：只能有一个图层，现为“{first}”和“{second}”',
    en: '{file}: roles.{role}: expected one layer, got "{first}" and "{second}"',
  },
  'plan-layer': {
    zh: '规划“{plan}”：图层应为配方中的面图层（{known}），现为“{layer}”',
    en: 'plan "{plan}": expected a layer of polygons ({known}), got "{layer}"',
  },
  'plan-column': {
    zh: '规划“{plan}”：图层“{layer}”没有列“{field}”；现有的列：{known}',
    en: 'plan "{plan}": layer "{layer}": expected one of its columns ({known}), got "{field}"',
  },
  'recipe-unreadable': { zh: '{path}：配方无法读取', en: '{path}: expected a readable recipe, got {reason}' },
  'recipe-file': {
    zh: '{path}：配方指明的文件无法读取（{reason}）',
    en: '{path}: expected a readable file, which the recipe names, got {reason}',
  },
  'tour-city': {
    zh: '{path}：应为城市 {expected} 的导览，实为 {got} 的',
    en: '{path}: expected a tour of the city {expected}, got one of {got}',
  },
  'tour-twice': {
    zh: '{path}：导览编号 {id} 重复，每条导览编号应不同',
    en: '{path}: expected tours of different ids, got {id} twice',
  },
  'recipe-json': { zh: '{path}：不是有效的 JSON（{reason}）', en: '{path}: expected JSON, got {reason}' },
  'mesh-cut': {
    zh: '{file}：{what}：至少应有 {expected} 字节，现为 {got} 字节',
    en: '{file}: {what}: expected {expected} bytes or more, got {got}',
  },
  'mesh-vertex': {
    zh: '{file}：第 {i} 个顶点：应为 0 至 {quantizedMax}，现为 {value}',
    en: '{file}: vertex {i}: expected 0 to {quantizedMax}, got {value}',
  },
  'mesh-index': {
    zh: '{file}：{what}：序号应小于 {vertices}，现为 {value}',
    en: '{file}: {what}: expected an index below {vertices}, got {value}',
  },
  'mesh-normals': {
    zh: '{file}：法线应为 {expected} 字节，现为 {size} 字节',
    en: '{file}: normals: expected {expected} bytes, got {size}',
  },
  'dem-format': { zh: '{file}：应为 {expected}，现为 {got}', en: '{file}: expected {expected}, got {got}' },
  'raster-layer': {
    zh: '{file}：{format} 栅格不是图层；作为地形：shapan bake 建筑.geojson --terrain {file}；作为影像：写进配方的 baseMaps',
    en: '{file}: expected a layer, got a raster ({format}); as terrain: shapan bake houses.geojson --terrain {file}; as a photograph: "baseMaps" of a recipe',
  },
  'raster-unit': {
    zh: '{file}：数值的单位应能换算为 {expected}，现为“{got}”；配方的 terrain.unit 可指明单位（m 或 ft）',
    en: '{file}: expected values in a unit like {expected}, got "{got}"; terrain.unit of a recipe names it (m or ft)',
  },
  'not-raster': { zh: '{file}：应为栅格，现为 {gives}', en: '{file}: expected a raster, got a {gives}' },
  'not-features': {
    zh: '{name}：图层应为要素、表面或建筑信息模型，现为 {gives}',
    en: '{name}: expected features, surfaces or a model for a layer, got a {gives}',
  },
  format: {
    zh: '{name}：内容和扩展名都不属于可读的格式（开头为 {got}）；图层可用 GeoPackage、GeoJSON、Shapefile、KML、CSV、DXF、CityGML、CityJSON、IFC 等 {count} 种格式，见使用指南“自己的数据”；配方的 "format" 可指明格式',
    en: '{name}: expected a layer as GeoPackage, GeoJSON, Shapefile, KML, CSV, DXF, CityGML, CityJSON, IFC or another of {count} formats (the guide, "Your data", has all), got a file that begins with {got} and has the ending of none; "format" in a recipe names one',
  },
  geometry: {
    zh: '{file}：geometry：{name} 只能给出 {expected}，现要求 {geometry}',
    en: '{file}: geometry: expected {expected} in {name}, got {geometry}',
  },
  'no-crs': {
    zh: '{file}：{name} 文件不带坐标系；请用 --crs EPSG:… 指定',
    en: '{file}: expected a coordinate system ({name} files name none), got none; --crs EPSG:… names it',
  },
  'no-crs-metres': {
    zh: '{file}：没有坐标系（无 .prj），坐标 {x}, {y} 不是经纬度，也不带分带号：请用 --crs EPSG:… 指定',
    en: '{file}: expected a coordinate system, got none; {x}, {y} are no degrees and tell no zone: --crs EPSG:… names it',
  },
  'many-features': {
    zh: '{city}：图层 {layer} 至多 {most} 个要素，现为 {got} 个：请分成几个图层烘焙',
    en: '{city}: layer {layer}: expected at most {most} features, got {got}: bake it as several',
  },
  'layer-id': {
    zh: '{city}：图层编号只能含 a–z、0–9 和 -，且不得重复，现为“{got}”',
    en: '{city}: expected layer ids of a–z, 0–9 and -, each once, got "{got}"',
  },
  'file-outside': {
    zh: '{city}：文件应在城市的文件夹之内，现为“{got}”',
    en: '{city}: expected a file inside the city, got "{got}"',
  },
  'column-name': {
    zh: '{layer}：属性名只能含字母、数字和 _:.-，现为“{got}”',
    en: '{layer}: expected a column name of letters, digits and _:.-, got "{got}"',
  },
  'no-id': { zh: '{layer}：第 {row} 行没有编号', en: '{layer}: row {row}: expected an id, got none' },
  'id-twice': {
    zh: '{layer}：编号“{got}”重复出现',
    en: '{layer}: expected every id once, got "{got}" more than once',
  },
  'no-manifest': {
    zh: '{path}：没有这个文件，此处没有烘焙好的城市',
    en: "{path}: expected a baked city's manifest, got no file",
  },
});
