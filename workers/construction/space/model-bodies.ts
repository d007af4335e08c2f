import type { SpaceCase } from '../../../model/questions/construction-space.ts';
import type { BuildingModel } from '../../../readers/ifc/building-model.ts';
import type { Body, BodyMesh, SpaceRule } from './clash.ts';

/** When an element is there; by its GlobalId. */
type Presence = (globalId: string) => { fromDay: number; toDay: number };

const ALWAYS: Presence = () => ({ fromDay: 0, toDay: Infinity });

/** Models as one set of bodies, each model a group, on one set of coordinates: they must share their base point. */
export function bodiesOf(
  models: readonly { group: string; model: Pick<BuildingModel, 'elements' | 'mesh'> }[],
  presence: Presence = ALWAYS,
): { bodies: Body[]; mesh: BodyMesh } {
  const [vertices, indices] = models.reduce(
    ([v, i], { model: { mesh } }) => [v + mesh.positionM.length, i + mesh.index.length],
    [0, 0],
  );
  const positionM = new Float64Array(vertices);
  const index = new Uint32Array(indices);
  const first: number[] = [];
  const bodies: Body[] = [];
  let vertexAt = 0;
  let indexAt = 0;
  for (const { group, model } of models) {
    const { elements, mesh } = model;
    positionM.set(mesh.positionM, vertexAt);
    for (let i = 0; i < mesh.index.length; i++) index[indexAt + i] = mesh.index[i] + vertexAt / 3;
    for (const [e, { globalId, name, ifcClass }] of elements.entries()) {
      first.push(indexAt + mesh.firstIndex[e]);
      bodies.push({ id: globalId, name, ifcClass, group, ...presence(globalId) });
    }
    vertexAt += mesh.positionM.length;
    indexAt += mesh.index.length;
  }
  return { bodies, mesh: { firstIndex: Uint32Array.from([...first, indexAt]), positionM, index } };
}

/** Between any two groups; 1 cm is what coordination calls a touch: chosen, no source. */
export const hardClash = (a: string, b: string): SpaceRule => ({
  id: `hard ${a} × ${b}`,
  kind: 'hard',
  a: { groups: [a] },
  b: { groups: [b] },
  limitM: 0.01,
});

/** What is let into what by how it is built: sockets, switches, panels and outlets in walls, lamps in ceilings. */
export const DEFAULT_CONTACTS: SpaceCase['allowed'] = [
  {
    id: 'embedment',
    a: {
      classes: [
        'IfcFlowTerminal',
        'IfcFlowController',
        'IfcDistributionControlElement',
        'IfcBuildingElementProxy',
        'IfcOutlet',
        'IfcSwitchingDevice',
        'IfcElectricDistributionBoard',
        'IfcAlarm',
        'IfcLightFixture',
      ],
    },
    b: { classes: ['IfcWall', 'IfcCovering', 'IfcPlate'] },
  },
  { id: 'opening filled', a: { classes: ['IfcDoor', 'IfcWindow'] }, b: { classes: ['IfcWall', 'IfcCurtainWall'] } },
  { id: 'cast together', a: { classes: ['IfcReinforcingBar', 'IfcReinforcingMesh'] }, b: {} },
];
