import * as v from 'valibot';

/** Roles that the engines ask a city for. A layer of any origin can have one; engines never ask for a file of a fixed name. */
export const ROLE_IDS = [
  'population',
  'facilities',
  'cameras',
  'weather',
  'counts',
  'closures',
  'forces',
  'stock',
  'candidates',
] as const;
/** The name of a role. */
export type RoleId = (typeof ROLE_IDS)[number];

/** Only one layer of a city has such a role at a time: two would count the same people twice, or tell two kinds of weather. */
export const SOLE_ROLES: ReadonlySet<RoleId> = new Set<RoleId>(['population', 'weather']);

/** A role as a layer has it: attributes of the layer by the role's columns, and which of them were guessed by their names. */
export const LayerRole = v.object({
  columns: v.record(v.string(), v.string()),
  guessed: v.optional(v.array(v.string()), []),
});
/** A role as a layer has it. */
export type LayerRole = v.InferOutput<typeof LayerRole>;

/** The roles of a layer. */
export const LayerRoles = v.object(v.entriesFromList(ROLE_IDS, v.optional(LayerRole)));
/** The roles of a layer. */
export type LayerRoles = v.InferOutput<typeof LayerRoles>;
