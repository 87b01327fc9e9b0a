/** Nothing but the hand-over: what is told and when decides PegelChanges. */
trigger PegelOpportunity on Opportunity(after insert, after update, after delete, after undelete) {
    if (Trigger.isInsert) {
        PegelChanges.tell(Trigger.new, PegelChanges.Change.CREATED);
    } else if (Trigger.isUpdate) {
        PegelChanges.tell(Trigger.new, PegelChanges.Change.UPDATED);
    } else if (Trigger.isDelete) {
        PegelChanges.tell(Trigger.old, PegelChanges.Change.DELETED);
    } else {
        PegelChanges.tell(Trigger.new, PegelChanges.Change.UNDELETED);
    }
}
