import { Global, Module } from '@nestjs/common';
import { Templating } from './templating.js';

/** The templates without the browser's files: for letters. */
@Global()
@Module({ providers: [{ provide: Templating, useFactory: () => new Templating() }], exports: [Templating] })
export class TemplatingModule {}
