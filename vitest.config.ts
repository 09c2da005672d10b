import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts', 'test/support/oracle.ts', 'test/support/optional.ts'],
    // Property tests and whole-program tests on a busy two-core machine.
    testTimeout: 60_000,
    // Some hooks start a Python with PyTorch.
    hookTimeout: 120_000,
  },
});
