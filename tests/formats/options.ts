/** What a person would say about a file beside its name; everything else the baker finds out or refuses. */
interface Asked {
  /** Where the paths that it is for begin, below the data's folder; the longest counts. */
  path: string;
  options: readonly string[];
}

const HEIGHTS = ['--assume-height', '9', '--assume-storey-height', '3'];
const POINT = ['--kind', 'point'];
const PIPE = ['--kind', 'pipe', '--assume-diameter', '300'];
const NUMBERED = ['--assume-ids', 'sequence'];
const AREA = ['--kind', 'area', '--assume-width', '4'];

const AUTZEN =
  '+proj=lcc +lat_1=43 +lat_2=45.5 +lat_0=41.75 +lon_0=-120.5 +x_0=400000 +y_0=0 +ellps=GRS80 +units=ft +no_defs';

const ASKED: readonly Asked[] = [
  { path: '', options: HEIGHTS },
  { path: 'city/buildings/kamloops', options: [...HEIGHTS, '--height-field', 'HEIGHT'] },
  { path: 'city/buildings/tokyo-marunouchi', options: [...HEIGHTS, '--height-field', 'height'] },
  { path: 'city/buildings/nyc', options: [...HEIGHTS, '--height-field', 'height'] },
  { path: 'city/buildings/beijing', options: [...HEIGHTS, '--levels-field', 'building:levels'] },
  { path: 'city/buildings/helsinki_population', options: AREA },
  { path: 'city/pipes', options: PIPE },
  { path: 'city/pipes/kamloops-catchbasins', options: POINT },
  { path: 'city/pipes/kamloops-manholes', options: POINT },
  { path: 'city/pipes/northvandistrict', options: [...PIPE, ...NUMBERED] },
  { path: 'city/cityjson/rotterdam-textured', options: [...HEIGHTS, '--crs', 'EPSG:28992'] },
  { path: 'city/planning', options: AREA },
  { path: 'city/planning/tokyo-trees', options: ['--kind', 'tree', '--assume-crown', '4', ...HEIGHTS] },
  { path: 'city/town-porto-alegre/poa_points', options: POINT },
  { path: 'city/town-porto-alegre/poa_eptc', options: POINT },
  { path: 'city/town-porto-alegre/poa_trensurb', options: POINT },
  { path: 'city/town-porto-alegre/poa_hexgrid', options: POINT },
  { path: 'formats/vector/tsinghua', options: [...HEIGHTS, ...NUMBERED, '--levels-field', 'levels'] },
  { path: 'formats/vector/bayreuth-places', options: POINT },
  { path: 'formats/vector/bayreuth-landuse', options: AREA },
  { path: 'formats/vector/countries', options: AREA },
  { path: 'formats/vector/example.parquet', options: AREA },
  { path: 'formats/vector/londonBoroughs', options: AREA },
  { path: 'formats/vector/KML_Samples', options: POINT },
  { path: 'formats/vector/trek', options: POINT },
  // The file names no system; it is a piece of Autzen Stadium's survey.
  { path: 'formats/pointcloud/simple.las', options: ['--crs', AUTZEN] },
];

export function optionsFor(path: string): readonly string[] {
  const fitting = ASKED.filter((asked) => path.startsWith(asked.path));
  return fitting.reduce((best, one) => (one.path.length >= best.path.length ? one : best)).options;
}
