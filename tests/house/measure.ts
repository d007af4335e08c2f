import { findCycleFiles } from './cycles.ts';
import { findDanglingDocs, findUndocumentedExports } from './docs.ts';
import { type Duplicate, findDuplicateConstants, findDuplicateTypes } from './duplicates.ts';
import { findUnusedExports } from './exports.ts';
import { countFiles, type Figure, type Offender, sharePct } from './figure.ts';
import {
  findFunctions,
  functionP95,
  longerThan,
  longFunctionsOutsideKernelsPct,
  MAX_FUNCTION_LINES,
} from './functions.ts';
import {
  findDeskComparisons,
  findHandWrittenTables,
  findHouseholdNames,
  findLiteralSpreads,
  findParallelAssignments,
  findPassageTests,
} from './habits.ts';
import { findLinks, type Link } from './imports.ts';
import { findOutsideMentions } from './mentions.ts';
import { findQuestionCopies } from './questions.ts';
import { byLength, longestLines, testToCodeRatio, totalLines, workerShells } from './size.ts';
import { isKernel, productOf, readKernelEntries, readSources, type Source } from './source.ts';
import { countWordMechanisms, findOtherWords } from './words.ts';

/** All figures of the tree below `root`, read from its sources. */
export function measureHouse(root: string): Figure[] {
  const sources = readSources(root);
  const links = findLinks(sources);
  return [
    ...measureSize(sources),
    ...measureImports(sources, links),
    ...measureDeclarations(sources, links, readKernelEntries(root)),
    ...measureFunctions(sources),
    ...measureHabits(sources),
  ];
}

function measureSize(sources: readonly Source[]): Figure[] {
  const product = productOf(sources);
  const shells = workerShells(sources);
  return [
    { name: 'house.files', value: product.length, unit: '1', offenders: byLength(product) },
    { name: 'house.linesProduct', value: totalLines(product), unit: '1', offenders: byLength(product) },
    { name: 'house.longestFileLines', value: longestLines(product), unit: '1', offenders: byLength(product) },
    { name: 'house.workerShellMaxLines', value: longestLines(shells), unit: '1', offenders: byLength(shells) },
    { name: 'house.testToCode', value: testToCodeRatio(sources), unit: '1', offenders: [] },
  ];
}

function measureImports(sources: readonly Source[], links: readonly Link[]): Figure[] {
  const valueCycles = findCycleFiles(links, 'values');
  const typeCycles = findCycleFiles(links, 'values and types');
  const mentions = findOutsideMentions(sources, links);
  return [
    counted('house.valueCycleFiles', valueCycles),
    counted('house.typeCycleFiles', typeCycles),
    { name: 'house.outsideMentions', value: countFiles(mentions), unit: '1', offenders: mentions },
  ];
}

function measureDeclarations(
  sources: readonly Source[],
  links: readonly Link[],
  kernelEntries: ReadonlySet<string>,
): Figure[] {
  const { exportCount, undocumented } = findUndocumentedExports(sources);
  const documentedPct = sharePct(exportCount - undocumented.length, exportCount);
  const { unused, testOnly } = findUnusedExports(sources, links, kernelEntries);
  return [
    repeated('house.duplicateConstants', findDuplicateConstants(sources)),
    repeated('house.duplicateTypes', findDuplicateTypes(sources)),
    { name: 'house.documentedExportsPct', value: documentedPct, unit: '%', offenders: undocumented },
    counted('house.unusedExports', unused),
    counted('house.testOnlyExports', testOnly),
  ];
}

function measureFunctions(sources: readonly Source[]): Figure[] {
  const functions = findFunctions(sources);
  const p95 = functionP95(functions);
  const outside = functions.filter(({ path }) => !isKernel(path));
  return [
    { name: 'house.functionP95', value: p95, unit: '1', offenders: longerThan(functions, p95) },
    {
      name: 'house.longFunctionsOutsideKernelsPct',
      value: longFunctionsOutsideKernelsPct(functions),
      unit: '%',
      offenders: longerThan(outside, MAX_FUNCTION_LINES),
    },
  ];
}

function measureHabits(sources: readonly Source[]): Figure[] {
  const otherWords = findOtherWords(sources);
  return [
    counted('house.deskComparisonsInView', findDeskComparisons(sources)),
    counted('house.handWrittenTables', findHandWrittenTables(sources)),
    counted('house.parallelAssignments', findParallelAssignments(sources)),
    counted('house.literalSpreads', findLiteralSpreads(sources)),
    counted('house.danglingDocs', findDanglingDocs(sources)),
    counted('house.householdNames', findHouseholdNames(sources)),
    { name: 'house.wordMechanisms', value: countWordMechanisms(otherWords), unit: '1', offenders: otherWords },
    counted('house.pointInRing', findPassageTests(sources)),
    counted('house.questionCopies', findQuestionCopies(sources)),
  ];
}

function counted(name: string, offenders: readonly Offender[]): Figure {
  return { name, value: offenders.length, unit: '1', offenders };
}

function repeated(name: string, duplicates: readonly Duplicate[]): Figure {
  return { name, value: duplicates.length, unit: '1', offenders: duplicates.flatMap(({ places }) => places) };
}
