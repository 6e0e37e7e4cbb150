import { z } from 'zod';
import { ROLES } from '#identity/role.js';
import { typed } from '#kernel/form-fields.js';

/** A role in an organisation, as the forms of accounts ask for it. */
export const roleInput = z.object({
  role: z.enum(ROLES, 'Hãy chọn vai trò.'),
  organisation: z.coerce.number('Hãy chọn cơ quan.').int('Hãy chọn cơ quan.').positive('Hãy chọn cơ quan.'),
  /** Of whoever gives the role; asked for where it is an administrator's. */
  password: typed,
});
