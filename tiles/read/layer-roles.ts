import { ROLE_IDS } from '../../model/city/layer-role.ts';
import { canHaveRole, guessedRole, ROLES, roleFaults } from '../../model/city/roles.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { bakeMessage } from '../messages.ts';
import type { LayerInput } from '../model.ts';
import type { LayerRecipe } from '../recipe.ts';

/** The roles that a recipe gives the layer; a ReadError says what a role lacks. */
export function rolesOf(
  { id, kind, roles }: LayerRecipe,
  attributes: LayerInput['attributes'],
): Pick<LayerInput, 'roles'> {
  if (!roles) return {};
  const found: NonNullable<LayerInput['roles']> = {};
  for (const role of ROLE_IDS) {
    const stated = roles[role];
    if (!stated) continue;
    if (!canHaveRole(role, kind)) {
      const kinds = ROLES[role].kinds.join(', ');
      throw new ReadError(bakeMessage('role-kind', { layer: id, role, kinds, got: kind }));
    }
    const given = guessedRole(role, attributes, stated);
    const [fault] = roleFaults(role, attributes, given);
    if (fault) {
      const known = attributes.map(({ name }) => name).join(', ');
      throw new ReadError(
        bakeMessage(`role-${fault.fault}`, { layer: id, role, column: fault.column, got: fault.got, known }),
      );
    }
    found[role] = given;
  }
  return { roles: found };
}
