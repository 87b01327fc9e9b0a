import { testConnector } from '../conformance.ts'
import { otherwise } from './otherwise.ts'
import { subject } from './subject.ts'

testConnector(subject('HubSpot, as its documents say', {}))
testConnector(subject('HubSpot, where nobody knows the other way round', otherwise))
