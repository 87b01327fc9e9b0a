CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text
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
CREATE TABLE `cycle` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`created_at` text NOT NULL
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
	`owner_hash` text,
	`properties` text,
	`deleted` integer DEFAULT false NOT NULL,
	`merged_into` text,
	`problem` text,
	`unknown` text
);
--> statement-breakpoint
CREATE INDEX `revision_deal_seq` ON `revision` (`deal_id`,`seq`,`effective_at`,`time_from`);--> statement-breakpoint
CREATE TABLE `run` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`day` text NOT NULL,
	`kind` text NOT NULL,
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
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
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
