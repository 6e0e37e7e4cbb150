import { type DynamicModule, Module } from '@nestjs/common';
import { Clock, SystemClock } from './clock.js';
import type { Environment } from './environment.js';
import { Settings } from './settings.js';

/** The environment as a token that Nest can inject. */
export const ENVIRONMENT = Symbol('Environment');

@Module({})
export class KernelModule {
  static with(environment: Environment, clock: Clock = new SystemClock()): DynamicModule {
    return {
      module: KernelModule,
      global: true,
      providers: [
        { provide: ENVIRONMENT, useValue: environment },
        { provide: Clock, useValue: clock },
        { provide: Settings, useValue: new Settings(environment.publicUrl, environment.mailFrom) },
      ],
      exports: [ENVIRONMENT, Clock, Settings],
    };
  }
}
