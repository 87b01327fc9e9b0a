const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config')

module.exports = {
  ...jestConfig,
  rootDir: __dirname,
  modulePathIgnorePatterns: ['<rootDir>/.localdevserver'],
}
