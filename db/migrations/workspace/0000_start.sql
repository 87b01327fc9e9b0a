CREATE TABLE `alignment` (
	`objective_id` text NOT NULL,
	`serves_id` text NOT NULL,
	`key_result_id` text DEFAULT '' NOT NULL,
	PRIMARY KEY(`objective_id`, `serves_id`, `key_result_id`)
);
--> statement-breakpoint
CREATE TABLE `answered_selection` (
	`filter` text PRIMARY KEY NOT NULL,
	`first_at` text NOT NULL,
	`last_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text
);
--> statement-breakpoint
CREATE TABLE `carried` (
	`fingerprint` text PRIMARY KEY NOT NULL,
	`through_seq` integer NOT NULL,
	`day` text NOT NULL,
	`sums` text NOT NULL,
	`written_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `carried_people` (
	`selection` text NOT NULL,
	`source` text NOT NULL,
	`owner_hash` text NOT NULL,
	`deals` integer NOT NULL,
	PRIMARY KEY(`selection`, `source`, `owner_hash`)
);
--> statement-breakpoint
CREATE TABLE `carried_selection` (
	`fingerprint` text PRIMARY KEY NOT NULL,
	`through_seq` integer NOT NULL,
	`today` text NOT NULL,
	`written_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `changed` (
	`source` text NOT NULL,
	`external_id` text NOT NULL,
	`noticed_at` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`source`, `external_id`)
);
--> statement-breakpoint
CREATE TABLE `closing` (
	`cycle_id` text PRIMARY KEY NOT NULL,
	`last_day` text NOT NULL,
	`closed_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `company` (
	`source` text NOT NULL,
	`id` text NOT NULL,
	`name` text,
	`version` text NOT NULL,
	`merged_into` text,
	`deleted` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`source`, `id`)
);
--> statement-breakpoint
CREATE INDEX `company_merged` ON `company` (`source`,`merged_into`) WHERE merged_into IS NOT NULL;--> statement-breakpoint
CREATE TABLE `comparison` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`run_id` text NOT NULL,
	`at` text NOT NULL,
	`round` integer NOT NULL,
	`pipeline_id` text,
	`status` text NOT NULL,
	`measure` text NOT NULL,
	`ours` integer NOT NULL,
	`theirs` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `comparison_run` ON `comparison` (`source`,`run_id`);--> statement-breakpoint
CREATE TABLE `contract` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`external_id` text NOT NULL,
	`kind` text NOT NULL,
	`current_seq` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `contract_external` ON `contract` (`source`,`kind`,`external_id`);--> statement-breakpoint
CREATE INDEX `contract_current` ON `contract` (`current_seq`);--> statement-breakpoint
CREATE TABLE `contract_revision` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`contract_id` integer NOT NULL,
	`effective_at` text NOT NULL,
	`time_from` text NOT NULL,
	`cause` text NOT NULL,
	`run_id` text,
	`version` text NOT NULL,
	`company_id` text,
	`product` text,
	`deal_id` text,
	`starts_on` text,
	`ends_on` text,
	`amount_minor` integer,
	`period_months` integer,
	`currency` text,
	`home_minor` integer,
	`rate` text,
	`rate_rule` text,
	`overlap` text,
	`deleted` integer DEFAULT false NOT NULL,
	`problem` text
);
--> statement-breakpoint
CREATE INDEX `contract_revision_contract` ON `contract_revision` (`contract_id`,`seq`,`effective_at`);--> statement-breakpoint
CREATE INDEX `contract_revision_company` ON `contract_revision` (`company_id`,`contract_id`);--> statement-breakpoint
CREATE INDEX `contract_revision_deal` ON `contract_revision` (`deal_id`,`contract_id`);--> statement-breakpoint
CREATE TABLE `contract_told` (
	`source` text NOT NULL,
	`kind` text NOT NULL,
	`external_id` text NOT NULL,
	`version` text NOT NULL,
	`read_at` text NOT NULL,
	`deal_id` text,
	`record` text,
	`due` integer DEFAULT true NOT NULL,
	PRIMARY KEY(`source`, `kind`, `external_id`)
);
--> statement-breakpoint
CREATE INDEX `contract_told_deal` ON `contract_told` (`source`,`deal_id`);--> statement-breakpoint
CREATE INDEX `contract_told_due` ON `contract_told` (`source`,`due`);--> statement-breakpoint
CREATE TABLE `cycle` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `cycle_phase` (
	`cycle_id` text NOT NULL,
	`number` integer NOT NULL,
	`phase` text NOT NULL,
	`actor` text NOT NULL,
	`role` text NOT NULL,
	`reason` text,
	`at` text NOT NULL,
	PRIMARY KEY(`cycle_id`, `number`)
);
--> statement-breakpoint
CREATE TABLE `deal` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`external_id` text NOT NULL,
	`name` text,
	`created_at` text NOT NULL,
	`created_day` text NOT NULL,
	`current_seq` integer,
	`version` text NOT NULL,
	`read_at` text NOT NULL,
	`alive_at` text,
	`told` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deal_external` ON `deal` (`source`,`external_id`);--> statement-breakpoint
CREATE INDEX `deal_current` ON `deal` (`current_seq`);--> statement-breakpoint
CREATE INDEX `deal_created` ON `deal` (`created_day`);--> statement-breakpoint
CREATE TABLE `drift` (
	`source` text NOT NULL,
	`pipeline_id` text NOT NULL,
	`status` text NOT NULL,
	`measure` text NOT NULL,
	`ours` integer NOT NULL,
	`theirs` integer NOT NULL,
	`ids` text NOT NULL,
	`nights` integer DEFAULT 1 NOT NULL,
	`day` text NOT NULL,
	`run_id` text NOT NULL,
	`since` text NOT NULL,
	`seen_at` text NOT NULL,
	`healed_at` text,
	PRIMARY KEY(`source`, `pipeline_id`, `status`, `measure`)
);
--> statement-breakpoint
CREATE TABLE `frozen` (
	`key_result_id` text PRIMARY KEY NOT NULL,
	`day` text,
	`value` text,
	`progress` real,
	`status` text NOT NULL,
	`notes` text DEFAULT '[]' NOT NULL,
	`frozen_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `home_currency` (
	`source` text NOT NULL,
	`after_seq` integer NOT NULL,
	`currency` text NOT NULL,
	`before` text NOT NULL,
	`whole_seq` integer,
	`whole_at` text,
	`changed_at` text NOT NULL,
	PRIMARY KEY(`source`, `after_seq`)
);
--> statement-breakpoint
CREATE TABLE `inferred_removal` (
	`source` text NOT NULL,
	`external_id` text NOT NULL,
	`run_id` text NOT NULL,
	`seen_at` text NOT NULL,
	`state` text NOT NULL,
	`decided_by` text,
	`decided_at` text,
	PRIMARY KEY(`source`, `external_id`)
);
--> statement-breakpoint
CREATE TABLE `key_result` (
	`id` text PRIMARY KEY NOT NULL,
	`objective_id` text NOT NULL,
	`title` text NOT NULL,
	`kind` text NOT NULL,
	`origin` text NOT NULL,
	`definition` text,
	`definition_version` integer DEFAULT 1 NOT NULL,
	`unit` text NOT NULL,
	`currency` text,
	`baseline` real,
	`target` real,
	`lower` real,
	`upper` real,
	`required_share` real,
	`weight` real DEFAULT 1 NOT NULL,
	`cadence_days` integer,
	`pace` text,
	`position` integer DEFAULT 0 NOT NULL,
	`broken` text,
	`created_at` text NOT NULL,
	FOREIGN KEY (`objective_id`) REFERENCES `objective`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `key_result_objective` ON `key_result` (`objective_id`);--> statement-breakpoint
CREATE TABLE `lease` (
	`name` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`until` text NOT NULL,
	`fence` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `listed` (
	`source` text NOT NULL,
	`pipeline_id` text NOT NULL,
	`status` text NOT NULL,
	`external_id` text NOT NULL,
	PRIMARY KEY(`source`, `pipeline_id`, `status`, `external_id`)
);
--> statement-breakpoint
CREATE TABLE `mapping_finding` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`within` text,
	`label` text NOT NULL,
	`before` text,
	`successor` text,
	`moved` integer DEFAULT 0 NOT NULL,
	`deals` integer DEFAULT 0 NOT NULL,
	`key_results` text NOT NULL,
	`noticed_at` text NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`decided_by` text,
	`decided_at` text
);
--> statement-breakpoint
CREATE INDEX `mapping_finding_state` ON `mapping_finding` (`state`,`id`);--> statement-breakpoint
CREATE TABLE `mapping_seen` (
	`source` text PRIMARY KEY NOT NULL,
	`set_up` text NOT NULL,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `measurement` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key_result_id` text NOT NULL,
	`day` text NOT NULL,
	`origin` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`value` text NOT NULL,
	`author` text,
	`reason` text,
	`created_at` text NOT NULL,
	FOREIGN KEY (`key_result_id`) REFERENCES `key_result`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `measurement_once` ON `measurement` (`key_result_id`,`day`,`origin`,`version`);--> statement-breakpoint
CREATE TABLE `migration` (
	`tag` text PRIMARY KEY NOT NULL,
	`applied_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `minimum_proposal` (
	`id` text PRIMARY KEY NOT NULL,
	`before` integer NOT NULL,
	`after` integer NOT NULL,
	`reason` text NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`proposed_by` text NOT NULL,
	`proposed_role` text NOT NULL,
	`proposed_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`decided_by` text,
	`decided_role` text,
	`decided_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `minimum_proposal_open` ON `minimum_proposal` (`state`) WHERE state = 'open';--> statement-breakpoint
CREATE TABLE `native_reading` (
	`key_result_id` text NOT NULL,
	`run_id` text NOT NULL,
	`at` text NOT NULL,
	`definition_version` integer NOT NULL,
	`value` text,
	`trouble` text,
	`basis` text DEFAULT '{}' NOT NULL,
	PRIMARY KEY(`key_result_id`, `run_id`)
);
--> statement-breakpoint
CREATE INDEX `native_reading_at` ON `native_reading` (`key_result_id`,`at`);--> statement-breakpoint
CREATE TABLE `notice` (
	`source` text NOT NULL,
	`key` text NOT NULL,
	`received_at` text NOT NULL,
	PRIMARY KEY(`source`, `key`)
);
--> statement-breakpoint
CREATE INDEX `notice_received` ON `notice` (`source`,`received_at`);--> statement-breakpoint
CREATE TABLE `objective` (
	`id` text PRIMARY KEY NOT NULL,
	`cycle_id` text NOT NULL,
	`title` text NOT NULL,
	`description` text,
	`team` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycle`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `objective_cycle` ON `objective` (`cycle_id`);--> statement-breakpoint
CREATE TABLE `okr_team` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`purpose` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `okr_team_name_unique` ON `okr_team` (`name`);--> statement-breakpoint
CREATE TABLE `okr_team_member` (
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	`part` text NOT NULL,
	`department` text NOT NULL,
	PRIMARY KEY(`team_id`, `user_id`)
);
--> statement-breakpoint
CREATE INDEX `okr_team_member_user` ON `okr_team_member` (`user_id`);--> statement-breakpoint
CREATE TABLE `outlook` (
	`key_result_id` text PRIMARY KEY NOT NULL,
	`basis` text NOT NULL,
	`value` text NOT NULL,
	`pace` text,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `override` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key_result_id` text NOT NULL,
	`value` real NOT NULL,
	`currency` text,
	`reason` text NOT NULL,
	`expires_on` text NOT NULL,
	`author` text NOT NULL,
	`created_at` text NOT NULL,
	`ended_at` text,
	`ended_by` text
);
--> statement-breakpoint
CREATE INDEX `override_key_result` ON `override` (`key_result_id`,`id`);--> statement-breakpoint
CREATE TABLE `owner` (
	`source` text NOT NULL,
	`hash` text NOT NULL,
	`team_id` text,
	`active` integer NOT NULL,
	`listed_by` text,
	PRIMARY KEY(`source`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `pipeline` (
	`source` text NOT NULL,
	`id` text NOT NULL,
	`label` text NOT NULL,
	`archived` integer DEFAULT false NOT NULL,
	`listed_by` text,
	PRIMARY KEY(`source`, `id`)
);
--> statement-breakpoint
CREATE TABLE `provisional` (
	`key_result_id` text PRIMARY KEY NOT NULL,
	`day` text NOT NULL,
	`value` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`key_result_id`) REFERENCES `key_result`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `rate` (
	`source` text NOT NULL,
	`currency` text NOT NULL,
	`from_day` text DEFAULT '' NOT NULL,
	`to_day` text,
	`factor` text NOT NULL,
	`archived` integer DEFAULT false NOT NULL,
	`listed_by` text,
	PRIMARY KEY(`source`, `currency`, `from_day`)
);
--> statement-breakpoint
CREATE TABLE `reconciliation` (
	`source` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`step` text NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`busy_until` text,
	`calls` integer DEFAULT 0 NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`failure` text,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rereading` (
	`source` text NOT NULL,
	`run_id` text NOT NULL,
	`external_id` text NOT NULL,
	`state` text NOT NULL,
	`at` text,
	PRIMARY KEY(`source`, `run_id`, `external_id`)
);
--> statement-breakpoint
CREATE TABLE `restated` (
	`key_result_id` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `revision` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`deal_id` integer NOT NULL,
	`effective_at` text NOT NULL,
	`time_from` text NOT NULL,
	`cause` text NOT NULL,
	`run_id` text,
	`version` text NOT NULL,
	`pipeline_id` text,
	`stage_id` text,
	`status` text,
	`amount_minor` integer,
	`currency` text,
	`home_minor` integer,
	`rate` text,
	`rate_rule` text,
	`close_date` text,
	`team_id` text,
	`type` text,
	`probability` text,
	`weighted_minor` integer,
	`forecast_category` text,
	`company_id` text,
	`twin_id` text,
	`owner_hash` text,
	`properties` text,
	`deleted` integer DEFAULT false NOT NULL,
	`merged_into` text,
	`problem` text,
	`unknown` text
);
--> statement-breakpoint
CREATE INDEX `revision_deal_seq` ON `revision` (`deal_id`,`seq`,`effective_at`,`time_from`);--> statement-breakpoint
CREATE INDEX `revision_twin` ON `revision` (`twin_id`,`deal_id`) WHERE twin_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `revision_close` ON `revision` (`close_date`,`deal_id`) WHERE deleted = 0 AND time_from <> 'history';--> statement-breakpoint
CREATE TABLE `run` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`day` text NOT NULL,
	`kind` text NOT NULL,
	`thorough` integer DEFAULT false NOT NULL,
	`status` text NOT NULL,
	`started_at` text NOT NULL,
	`finished_at` text,
	`data_through` text,
	`seq` integer,
	`calls` integer DEFAULT 0 NOT NULL,
	`pages` integer DEFAULT 0 NOT NULL,
	`records` integer DEFAULT 0 NOT NULL,
	`skipped` integer DEFAULT 0 NOT NULL,
	`failure` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `run_once` ON `run` (`source`,`day`,`kind`,`started_at`);--> statement-breakpoint
CREATE INDEX `run_source_status` ON `run` (`source`,`status`,`day`);--> statement-breakpoint
CREATE TABLE `run_calls` (
	`run_id` text NOT NULL,
	`purpose` text NOT NULL,
	`bucket` text NOT NULL,
	`calls` integer NOT NULL,
	`refused` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`run_id`, `purpose`, `bucket`)
);
--> statement-breakpoint
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `shared_objective` (
	`objective_id` text NOT NULL,
	`team_id` text NOT NULL,
	PRIMARY KEY(`objective_id`, `team_id`)
);
--> statement-breakpoint
CREATE TABLE `skipped` (
	`source` text NOT NULL,
	`stream` text NOT NULL,
	`external_id` text NOT NULL,
	`reason` text NOT NULL,
	`run_id` text NOT NULL,
	`seen_at` text NOT NULL,
	PRIMARY KEY(`source`, `stream`, `external_id`)
);
--> statement-breakpoint
CREATE TABLE `source` (
	`id` text PRIMARY KEY NOT NULL,
	`crm` text NOT NULL,
	`account` text,
	`properties` text DEFAULT '[]' NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`status_reason` text,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `stage` (
	`source` text NOT NULL,
	`pipeline_id` text NOT NULL,
	`id` text NOT NULL,
	`label` text NOT NULL,
	`position` integer NOT NULL,
	`closed` integer NOT NULL,
	`won` integer NOT NULL,
	`probability` text,
	`archived` integer DEFAULT false NOT NULL,
	`listed_by` text,
	PRIMARY KEY(`source`, `pipeline_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `stream_state` (
	`source` text NOT NULL,
	`stream` text NOT NULL,
	`cursor` text,
	`version` integer DEFAULT 0 NOT NULL,
	`run_id` text,
	`status` text DEFAULT 'rest' NOT NULL,
	`pages` integer DEFAULT 0 NOT NULL,
	`records` integer DEFAULT 0 NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`failure` text,
	`lease_holder` text,
	`lease_until` text,
	`walked_at` text,
	`updated_at` text NOT NULL,
	PRIMARY KEY(`source`, `stream`)
);
--> statement-breakpoint
CREATE TABLE `team` (
	`source` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`parent_id` text,
	`archived` integer DEFAULT false NOT NULL,
	`listed_by` text,
	PRIMARY KEY(`source`, `id`)
);
--> statement-breakpoint
CREATE TABLE `theme` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`author` text NOT NULL,
	`created_at` text NOT NULL,
	`ended_at` text
);
--> statement-breakpoint
CREATE TABLE `typed_rate` (
	`currency` text NOT NULL,
	`into` text NOT NULL,
	`from_day` text NOT NULL,
	`factor` text NOT NULL,
	`author` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`currency`, `into`, `from_day`)
);
--> statement-breakpoint
CREATE TABLE `view_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` text NOT NULL,
	`person` text NOT NULL,
	`role` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text,
	`way` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `view_log_at` ON `view_log` (`at`);