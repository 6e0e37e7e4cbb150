import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AccessModule } from '#access/access.module.js';
import { IdentityModule } from '#identity/identity.module.js';
import { Templating } from '#templating/templating.js';
import { assetAddresses } from './assets.js';
import { BrowserCookies } from './browser-cookies.js';
import { CsrfGuard } from './csrf.guard.js';
import { CsrfTokens } from './csrf-tokens.js';
import { ErrorFilter } from './error.filter.js';
import { OnceInterceptor } from './once.interceptor.js';
import { PageRenderer } from './page-renderer.js';
import { PermissionGuard } from './permission.guard.js';
import { RateGuard } from './rate.guard.js';
import { SessionGuard } from './session.guard.js';
import { UploadGuard } from './upload.guard.js';

/**
 * What every page stands on. The guards run in this order: first who, how often and whether they may, then what files the
 * form brings, then whether the form is our own.
 */
@Global()
@Module({
  imports: [AccessModule, IdentityModule],
  providers: [
    { provide: Templating, useFactory: () => new Templating(undefined, assetAddresses()) },
    BrowserCookies,
    CsrfTokens,
    PageRenderer,
    SessionGuard,
    PermissionGuard,
    { provide: APP_GUARD, useExisting: SessionGuard },
    { provide: APP_GUARD, useClass: RateGuard },
    { provide: APP_GUARD, useExisting: PermissionGuard },
    { provide: APP_GUARD, useClass: UploadGuard },
    { provide: APP_GUARD, useClass: CsrfGuard },
    { provide: APP_INTERCEPTOR, useClass: OnceInterceptor },
    { provide: APP_FILTER, useClass: ErrorFilter },
  ],
  exports: [Templating, BrowserCookies, CsrfTokens, PageRenderer],
})
export class HttpModule {}
