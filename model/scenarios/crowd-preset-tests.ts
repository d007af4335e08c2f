/** A set of people's speeds and bodies that a case of a crowd can choose. */
export type CrowdPresetName = 'prescriptive' | 'laboratory' | 'weidmann';

/** Written by `npm run validate -- crowd.presets`, which holds what stands here to what it measures: 1 passes, 0 fails. */
export const PRESET_TESTS: Readonly<Record<string, Readonly<Record<CrowdPresetName, 0 | 1>>>> = {};

/** The published tests that a preset passes, and those that it fails, by their names. */
export function testsOf(preset: CrowdPresetName): { passed: string[]; failed: string[] } {
  const names = Object.keys(PRESET_TESTS);
  return {
    passed: names.filter((name) => PRESET_TESTS[name][preset] === 1),
    failed: names.filter((name) => PRESET_TESTS[name][preset] === 0),
  };
}
