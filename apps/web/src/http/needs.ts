import { SetMetadata } from '@nestjs/common';
import type { Permission } from '#identity/permissions.js';

export const NEEDS = 'lich:needs';

/**
 * The permission that a handler, or every handler of a controller, asks for; of several any one. A handler that neither
 * has it nor is `@Public()` is answered to nobody, and fails the suite.
 */
export const Needs = (...permissions: [Permission, ...Permission[]]) => SetMetadata(NEEDS, permissions);
