import type { LandUseClass } from '../../../../model/plans/land-use.ts';
import type { PlanKind } from '../../../../model/plans/plan-kinds.ts';

/** What an object of an XPlanGML file is among plans. */
interface XPlanShape {
  kind: PlanKind;
  use?: LandUseClass;
}

/** By the object's type, without the FP_, BP_ … of its plan; the first that fits counts. Own reading of the object catalogue: 待核. */
const SHAPES: readonly (readonly [RegExp, XPlanShape])[] = [
  // The plan's own scope covers everything and says nothing of its use.
  [/^\w\w_(Plan|Bereich)$/, { kind: 'use-zone' }],
  [/SchutzgebietNaturschutzrecht|SchutzBestimmterTeile|SchutzPflegeEntwicklung/, { kind: 'ecology' }],
  [/SchutzgebietWasserrecht|_Wasserrecht/, { kind: 'river' }],
  [/Denkmalschutzrecht/, { kind: 'heritage' }],
  [/^\w\w_Wald/, { kind: 'forest' }],
  [/^\w\w_Landwirtschaft/, { kind: 'parcel', use: 'farmland' }],
  [/^\w\w_Gruen/, { kind: 'parcel', use: 'green' }],
  [/Gewaesser|Wasserwirtschaft/, { kind: 'parcel', use: 'water' }],
  [/Gemeinbedarf|SpielSportanlage/, { kind: 'parcel', use: 'public' }],
  [/VerEntsorgung/, { kind: 'parcel', use: 'utility' }],
  [/Strasse|Verkehr|Schienen/, { kind: 'parcel', use: 'transport' }],
  [/^\w\w_(BebauungsFlaeche|Baugebiet|UeberbaubareGrundstuecksFlaeche)/, { kind: 'parcel' }],
];

/** Null: a type that no plan here has a kind for; the form's kind stands. */
export const xplanShape = (type: string): XPlanShape | null =>
  SHAPES.find(([pattern]) => pattern.test(type))?.[1] ?? null;
