import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { sha256 } from '../../../model/sha256.ts';
import type { Box, FindingGroup, SpaceFinding } from '../space/clash.ts';
import { attribute, tag } from './xml.ts';

interface BcfOptions {
  version: '2.1' | '3.0';
  author: string;
  /** When it was found, ISO 8601 with its zone. */
  createdIso: string;
  /** Words of a group for a person; elements by the id that its model gives them. */
  titleOf: (group: FindingGroup) => string;
  describe: (finding: SpaceFinding) => string;
  /** A topic's elements as IFC GlobalIds; others are not selected. */
  isGlobalId: (id: string) => boolean;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const FIELD_OF_VIEW_DEG = 60;
/** From the middle of what is wrong, in lengths of its diagonal, and no nearer than so. */
const AWAY = 2.5;
const NEAREST_M = 3;

/**
 * Groups of findings as BIM Collaboration Format (buildingSMART, 2.1 or 3.0): one topic each, with a camera that looks at its first
 * finding from the south-west above and the elements selected. Ids come from what was found, so a repeated export is the same topic.
 * One archive as bytes, stored and not compressed.
 */
export async function writeBcf(groups: readonly FindingGroup[], options: BcfOptions): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, level: 0 });
  const add = (path: string, text: string) =>
    zip.add(path, new TextReader(DECLARATION + text), { lastModDate: new Date(options.createdIso) });
  const detailed = options.version === '2.1' ? tag('DetailedVersion', '2.1') : '';
  await add('bcf.version', `<Version ${attribute('VersionId', options.version)}>${detailed}</Version>`);
  if (options.version === '3.0') await add('extensions.xml', EXTENSIONS);
  for (const group of groups) {
    const guid = guidOf(`topic ${group.rule} ${group.findings.map(({ elements }) => elements.join()).join(' ')}`);
    const view = guidOf(`view ${guid}`);
    await add(`${guid}/markup.bcf`, markup(group, guid, view, options));
    await add(`${guid}/viewpoint.bcfv`, viewpoint(group, view, options));
  }
  return zip.close();
}

const EXTENSIONS = `<Extensions><TopicTypes>${tag('TopicType', 'Clash')}</TopicTypes><TopicStatuses>${tag('TopicStatus', 'Open')}</TopicStatuses></Extensions>`;

function markup(group: FindingGroup, guid: string, view: string, options: BcfOptions): string {
  const { author, createdIso, titleOf, describe, version } = options;
  const parts = [
    tag('Title', titleOf(group)),
    tag('CreationDate', createdIso),
    tag('CreationAuthor', author),
    tag('Description', group.findings.map(describe).join('\n')),
  ].join('');
  const named = `${attribute('Guid', view)}>${tag('Viewpoint', 'viewpoint.bcfv')}`;
  const kind = [attribute('Guid', guid), attribute('TopicType', 'Clash'), attribute('TopicStatus', 'Open')].join(' ');
  if (version === '2.1') return `<Markup><Topic ${kind}>${parts}</Topic><Viewpoints ${named}</Viewpoints></Markup>`;
  return `<Markup><Topic ${kind}>${parts}<Viewpoints><ViewPoint ${named}</ViewPoint></Viewpoints></Topic></Markup>`;
}

function viewpoint({ findings }: FindingGroup, guid: string, { version, isGlobalId }: BcfOptions): string {
  const ids = [...new Set(findings.flatMap(({ elements }) => elements))].filter(isGlobalId);
  const selection = ids.map((id) => `<Component ${attribute('IfcGuid', id)}/>`).join('');
  const components = `<Components>${ids.length > 0 ? `<Selection>${selection}</Selection>` : ''}<Visibility DefaultVisibility="true"/></Components>`;
  const aspect = version === '3.0' ? tag('AspectRatio', 1) : '';
  return `<VisualizationInfo ${attribute('Guid', guid)}>${components}<PerspectiveCamera>${camera(findings[0].box)}${tag('FieldOfView', FIELD_OF_VIEW_DEG)}${aspect}</PerspectiveCamera></VisualizationInfo>`;
}

function camera({ min, max }: Box): string {
  const size = Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
  const away = Math.max(NEAREST_M, AWAY * size) / Math.sqrt(3);
  const along = 1 / Math.sqrt(3);
  const flat = Math.sqrt(1 / 6);
  const point = (name: string, values: readonly number[]) =>
    `<${name}>${['X', 'Y', 'Z'].map((axis, k) => tag(axis, Number(values[k].toFixed(6)))).join('')}</${name}>`;
  const middle = min.map((low, axis) => (low + max[axis]) / 2);
  return [
    point('CameraViewPoint', [middle[0] - away, middle[1] - away, middle[2] + away]),
    point('CameraDirection', [along, along, -along]),
    point('CameraUpVector', [flat, flat, 2 * flat]),
  ].join('');
}

/** A UUID in the form of version 4, from what it names. */
function guidOf(text: string): string {
  const hex = sha256([new TextEncoder().encode(text)]);
  const variant = ((Number.parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
