namespace ElasticMoE.Contracts;

/// <summary>
/// Every maximum of the system, each with its derivation. Sized for the largest published models (61 layers × 384 experts × 8 active).
/// </summary>
public static class Limits
{
    /// <summary>Characters of an error's line: two long paths (4,096 bytes is a path's limit, a few hundred the practice) and a sentence.</summary>
    public const int MessageCharactersMax = 1000;

    /// <summary>Largest safetensors header, bytes. The largest published model has about 92,000 tensors at about 150 bytes each (14 MB) spread over shards; the format's own limit is 100 MB.</summary>
    public const int SafetensorsHeaderBytesMax = 100_000_000;

    /// <summary>Largest JSON document (config, index, tokenizer), bytes. The largest published tokenizer.json is about 35 MB.</summary>
    public const int JsonDocumentBytesMax = 256 << 20;

    /// <summary>Tensors of a GGUF file. The largest published models have about 1,800; one per expert, as old files have them, would be 75,000.</summary>
    public const int GgufTensorsMax = 1 << 17;

    /// <summary>Keys of a GGUF file. Published ones have fewer than 100.</summary>
    public const int GgufKeysMax = 1 << 16;

    /// <summary>A key, a tensor's name or a token in a GGUF file, bytes: what the format allows for keys.</summary>
    public const int GgufNameBytesMax = 65_535;

    /// <summary>Elements of an array in a GGUF file: four merges for each token of the largest vocabulary.</summary>
    public const int GgufArrayElementsMax = 4 * MatrixSideMax;

    /// <summary>Largest table of contents of a packed weights file, bytes. The largest published model has about 24,000 sections and 75,000 entries of at most 150 bytes (15 MB).</summary>
    public const int PackedIndexBytesMax = 256 << 20;

    /// <summary>Layers of one model. The largest published has 126.</summary>
    public const int LayersMax = 512;

    /// <summary>Routed experts of one layer. The largest published has 512.</summary>
    public const int ExpertsPerLayerMax = 4096;

    /// <summary>Experts one row may go to in a layer. The largest published has 22.</summary>
    public const int ActiveExpertsMax = 64;

    /// <summary>Outputs or inputs of one matrix. The largest published vocabulary is 262,144.</summary>
    public const int MatrixSideMax = 1 << 22;

    /// <summary>Compute threads of one process. The largest machines have 768 logical cores.</summary>
    public const int ComputeThreadsMax = 1024;

    /// <summary>Sub-gates of one gate. The one known design has 4.</summary>
    public const int SubGatesMax = 16;

    /// <summary>Lowest temperature of a gate; below it, logits of published models would overflow.</summary>
    public const float GateTemperatureMin = 0.01f;

    /// <summary>Highest temperature of a gate; all experts weigh the same long before it.</summary>
    public const float GateTemperatureMax = 100;

    /// <summary>Largest bias or noise of a gate's logit. Logits of published gates stay within ±60, so that this settles any choice.</summary>
    public const float GateBiasMax = 1000;

    /// <summary>Experts one request may prefer or avoid: every expert of 61 layers × 64.</summary>
    public const int GateBiasesMax = 4096;

    /// <summary>Dimensions of one tensor. Published checkpoints use at most 5.</summary>
    public const int TensorDimensionsMax = 8;

    /// <summary>Positions of one sequence. The largest published context is 10 million.</summary>
    public const int PositionsMax = 1 << 26;

    /// <summary>One prompt as text, bytes. Two million tokens, the longest context of a published model, take about 8 MB.</summary>
    public const int PromptBytesMax = 64 << 20;

    /// <summary>Sequences in one step: a batch of 512 rows is the largest that schedule invariance is tested for.</summary>
    public const int RunningSequencesMax = 512;

    /// <summary>Requests an engine lets wait; eight full batches. Past it, a caller is told to come back.</summary>
    public const int WaitingSequencesMax = 4096;

    /// <summary>Tokens of one step. Longer steps would make running sequences wait for a prompt's chunk for seconds.</summary>
    public const int StepTokensMax = 8192;

    /// <summary>Domains of one routing profile: a picture of 61 layers with as many rows each has 70,000 lines, 400 MB.</summary>
    public const int ProfileDomainsMax = 64;

    /// <summary>Ids a request may stop at, besides the model's own.</summary>
    public const int StopIdsMax = 256;

    /// <summary>Strings a request may stop at; published interfaces allow 4.</summary>
    public const int StopStringsMax = 16;

    /// <summary>Characters of one stop string; as many may be withheld from a stream.</summary>
    public const int StopStringCharsMax = 1024;

    /// <summary>Most likely tokens reported beside the chosen one; published interfaces allow 20.</summary>
    public const int TopLogprobsMax = 20;

    /// <summary>Ids a request may bias; published interfaces allow 300.</summary>
    public const int LogitBiasesMax = 1024;

    /// <summary>Answers asked for one prompt; published interfaces allow 128.</summary>
    public const int ChoicesMax = 128;

    /// <summary>Body of one request to the gateway, bytes. Two million tokens take about 8 MB as text; JSON escapes may double that.</summary>
    public const int RequestBodyBytesMax = 16 << 20;

    /// <summary>Bodies that a gateway reads at a time, bytes together: sixteen of the largest, or thousands of usual ones. Parsed they take a few times as much.</summary>
    public const long RequestBodiesBytesMax = 256L << 20;

    /// <summary>How deep a request's JSON may nest. JSON readers stop at 64 by default, and schemas of tools nest below 30.</summary>
    public const int RequestNestingMax = 64;

    /// <summary>Messages of one conversation, and parts of one message: what a rendering's steps suffice for.</summary>
    public const int MessagesMax = 16384;

    /// <summary>Fields of one message; published interfaces have fewer than 10.</summary>
    public const int MessageFieldsMax = 64;

    /// <summary>Tools offered in one request, and calls in one message; published interfaces allow 128.</summary>
    public const int ToolsMax = 128;

    /// <summary>Variables that a request gives a chat template; published templates read fewer than 10.</summary>
    public const int TemplateVariablesMax = 64;

    /// <summary>Keys that open a gateway. Every request is compared with all of them: 10,000 take about a millisecond.</summary>
    public const int ApiKeysMax = 10_000;

    /// <summary>Connections to a gateway at a time: more than four times as many as requests can run and wait in one engine's batch of 512, at about 20 KB each.</summary>
    public const int GatewayConnectionsMax = 4096;

    /// <summary>Source of one chat template, UTF-16 units. The largest published is about 20,000.</summary>
    public const int TemplateSourceCharactersMax = 1 << 20;

    /// <summary>How deep a template's source may nest (blocks, brackets, chained operators). Published ones nest below 30; a level of parsing takes about 2 KB of stack, so this is a quarter of the smallest default stack (1 MB).</summary>
    public const int TemplateNestingMax = 128;

    /// <summary>Nodes under evaluation at once, over all nested macro calls. A schema of 64 levels rendered by a recursive macro that nests 15 levels makes 960; a level takes at most 400 bytes of stack.</summary>
    public const int TemplateDepthMax = 1024;

    /// <summary>How deep lists and dictionaries may nest. JSON readers stop at 64 by default.</summary>
    public const int TemplateValueDepthMax = 128;

    /// <summary>Nodes, iterations and list elements of one rendering. Published templates take about 300 steps a message, so this is a conversation of 16,000 messages; a step takes at most 100 bytes.</summary>
    public const long TemplateStepsMax = 5_000_000;

    /// <summary>Characters read or written by a rendering's operations. A prompt of two million tokens is about 8 million characters, and published templates touch each about ten times.</summary>
    public const long TemplateCharactersMax = 128 << 20;

    /// <summary>UTF-16 units of one text a rendering makes, its result included. Four times the prompt of a million tokens.</summary>
    public const int TemplateOutputCharactersMax = 16 << 20;

    /// <summary>Bits of an integer in a template. Eight times what JSON numbers and counters have; the reference knows no limit, but arithmetic on longer ones would no longer take constant time.</summary>
    public const int TemplateIntegerBitsMax = 512;

    /// <summary>Items of a range. The reference's sandbox has the same limit.</summary>
    public const int TemplateRangeMax = 100_000;

    /// <summary>Nodes that one machine's parent starts; a laptop has no use for more, and a server has other means.</summary>
    public const int LocalNodesMax = 64;

    /// <summary>Nodes of one cluster: simulated at 10,000.</summary>
    public const int NodesMax = 1 << 14;

    /// <summary>Replicas of one layer in one plan: 4,096 experts with 16 each, or 4 on each of 16,384 nodes.</summary>
    public const int PlanReplicasMax = 1 << 16;

    /// <summary>Rows of one dispatch frame: at 8 active experts of hidden size 7,168 its answer is 14.7 MB, 1.2 ms at 100 Gbit/s.</summary>
    public const int FrameRowsMax = 64;

    /// <summary>(row, expert) pairs of one dispatch frame: every row to as many experts as a row may have.</summary>
    public const int FramePairsMax = FrameRowsMax * ActiveExpertsMax;

    /// <summary>Payload of one frame, bytes: the answer to 64 rows of 64 experts each at hidden size 8,192 in f32. Wider rows go with fewer to a frame.</summary>
    public const int FramePayloadBytesMax = 128 << 20;

    /// <summary>
    /// What a socket may hold in each direction, bytes; the system may grant less (net.core.wmem_max, net.core.rmem_max). A dispatch of 64 rows
    /// with a hidden size of 7,168, the largest published, takes 1.8 MiB: so whoever sends is done at once, and no other thread has to wait in his place.
    /// </summary>
    public const int LinkSocketBytes = 2 << 20;

    /// <summary>
    /// Memory for payloads in each direction of a link whose ends are on one machine, bytes; only what is used of it is taken. Half of what a router may
    /// have out at a node at 8 active experts of hidden size 2,048; what doesn't fit goes over the socket.
    /// </summary>
    public const int LinkMemoryBytes = 64 << 20;

    /// <summary>Bytes that wait to be sent on one link: two of the largest frames. More are refused, and their rows go elsewhere.</summary>
    public const long LinkQueueBytesMax = 2L * FramePayloadBytesMax;

    /// <summary>Rows that a router may have out at a node until the node says otherwise: 16 full frames keep it busy while answers travel; the answers take 235 MB at 8 active experts of hidden size 7,168.</summary>
    public const int CreditRowsDefault = 16 * FrameRowsMax;

    /// <summary>Rows that a node may grant to one router: a whole step's in one layer, twice since frames that took too long may wait there still, and twice for copies of late ones.</summary>
    public const int ServingRowsMax = 4 * StepTokensMax;

    /// <summary>One piece of weights that travel, bytes: 0.2 ms at 10 Gbit/s, so that rows never wait long behind one.</summary>
    public const int PieceBytesMax = 256 << 10;

    /// <summary>Pieces asked for and not yet there, of one transfer: 1 MiB, the product of 10 Gbit/s and 0.8 ms.</summary>
    public const int PiecesInFlightMax = 4;

    /// <summary>Weights of one expert, bytes. The largest published (hidden size 6,144, width 16,384, bf16) have 604 MB; in f32 twice that.</summary>
    public const long ExpertBytesMax = 4L << 30;

    /// <summary>Versions of one expert that live at once on a node: the one that serves, and the one that replaces it.</summary>
    public const int ExpertVersionsMax = 2;

    /// <summary>(row, expert) pairs of a late frame that is copied. Each copy travels alone, at about 50 µs beside its mathematics, and together they may take no longer than the 20 ms after which a frame is late.</summary>
    public const int HedgePairsMax = 256;

    /// <summary>(row, expert) pairs under suspicion on one router: those of a whole step at 8 active experts. Past it, the oldest are trusted again.</summary>
    public const int SuspectsMax = 8 * StepTokensMax;

    /// <summary>Replicas of a node that are on their way to its store or memory. A new node's share of the largest model (23,424 experts on 320 devices, three of each) is 220.</summary>
    public const int ReplicasOnTheWayMax = 4096;

    /// <summary>Requests one gateway has open: eight routers' running and waiting ones.</summary>
    public const int OpenRequestsMax = 8 * (RunningSequencesMax + WaitingSequencesMax);

    /// <summary>Bytes of a grammar: the largest published JSON schemas have some 100 KB.</summary>
    public const int GrammarBytesMax = 1 << 20;

    /// <summary>How deep a document written under a grammar may nest: JSON readers stop at 64 by default.</summary>
    public const int GrammarNestingMax = 60;

    /// <summary>Properties of one object, and items with schemas of their own: published interfaces allow 5,000 in a whole schema, and each costs a few hundred bytes of stack while it is compiled.</summary>
    public const int GrammarPropertiesMax = 1000;

    /// <summary>Combinations of the alternatives that hold at one place; each is compiled by itself.</summary>
    public const int GrammarAlternativesMax = 1000;

    /// <summary>Places of a schema that are told apart: a schema of a megabyte has about 20,000.</summary>
    public const int GrammarRulesMax = 20_000;

    /// <summary>Operations of one grammar: a property takes about 60, so that 5,000 of them fit; at about 100 bytes each 50 MB.</summary>
    public const int GrammarOperationsMax = 1 << 19;

    /// <summary>States of one pattern, with its lengths: a text of up to 1,000 characters under a pattern of 16 states.</summary>
    public const int GrammarPatternStatesMax = 1 << 14;

    /// <summary>Ways in which a text may fit a grammar that are followed at a time. As many optional properties as an object may have are four threads each.</summary>
    public const int GrammarThreadsMax = 4 * GrammarPropertiesMax;

    /// <summary>States that a grammar remembers, with the steps between them: about 1 KB each.</summary>
    public const int GrammarStatesMax = 1 << 14;

    /// <summary>Bytes of the masks that a grammar remembers; one of a vocabulary of 262,144 has 32 KB.</summary>
    public const int GrammarMaskBytesMax = 16 << 20;

    /// <summary>Grammars that an engine remembers, used or not; past it, the one unused for longest is forgotten.</summary>
    public const int GrammarsMax = 32;

    /// <summary>Handshakes under way in one process: a thread each (about 100 KB), for at most two seconds. Past it the oldest gives way.</summary>
    public const int HandshakesMax = 64;

    /// <summary>Routers of one cluster: 320 devices behind a router each, tripled.</summary>
    public const int RoutersMax = 1 << 10;

    /// <summary>Versions of one expert that live at once: the one in use, and the one that replaces it.</summary>
    public const int LiveVersionsMax = 2;

    /// <summary>Revisions that live at once. Sequences stay bound for minutes; more updates than this within the longest request wait.</summary>
    public const int LiveRevisionsMax = 16;

    /// <summary>Operations under way; each holds its experts, and a script that starts more at once is told to come back.</summary>
    public const int OperationsMax = 256;

    /// <summary>Ended operations that are remembered, and accepted commands whose repetition is noticed: a retry comes within minutes, and 1,000 commands are more than an operator and an autoscaler give in that time.</summary>
    public const int RememberedCommandsMax = 1024;

    /// <summary>Changes of the placement that can be looked up and undone.</summary>
    public const int PlacementHistoryMax = 64;

    /// <summary>Teams of one cluster; each may be named in a request.</summary>
    public const int TeamsMax = 256;

    /// <summary>Rules for seasons: one of a team, a day of the week or a campaign each.</summary>
    public const int SeasonsMax = 256;

    /// <summary>Knobs of planner and autoscaler; there are some thirty.</summary>
    public const int KnobsMax = 256;

    /// <summary>Characters of a name (team, knob, zone, host) or an address in the control plane; host names have at most 253.</summary>
    public const int ControlNameCharactersMax = 255;

    /// <summary>One append to the journal, bytes. The largest plan (61 layers × 384 experts, each on 3 nodes and 2 standbys at 4 bytes and 24 bytes more) has 1.1 MB.</summary>
    public const int EventBatchBytesMax = 16 << 20;

    /// <summary>Commands that wait for their append in a supervisor's mailbox.</summary>
    public const int WaitingCommandsMax = 256;

    /// <summary>One event of the journal, bytes. The largest names every expert of the largest models with its nodes: 23,000 at about 50 bytes, 1.1 MB; the rest is for models to come.</summary>
    public const int JournalEventBytesMax = 16 << 20;

    /// <summary>Events of one append: what one command decides at most. More is cut into several commands.</summary>
    public const int JournalEntriesMax = 256;

    /// <summary>One snapshot of the wanted state, bytes: 23,000 experts and 10,000 nodes at about 400 bytes each, times four.</summary>
    public const int JournalSnapshotBytesMax = 64 << 20;

    /// <summary>Events read at once: 1,000 of the usual few hundred bytes.</summary>
    public const int JournalReadMax = 1000;

    /// <summary>Characters of a lease's holder: a host's name (253) and an incarnation.</summary>
    public const int JournalHolderCharactersMax = 300;

    /// <summary>Events kept before the newest snapshot, for history and undo: a day at one a second.</summary>
    public const int JournalHistoryMax = 100_000;

    /// <summary>Body of one admin request, bytes. A plan that names every expert of the largest models (23,000 at about 100 bytes of JSON) has 2.3 MB; the rest is for models to come.</summary>
    public const int AdminBodyBytesMax = 8 << 20;

    /// <summary>Connections to the admin interface at once: a few people, dashboards and scripts that wait.</summary>
    public const int AdminConnectionsMax = 128;

    /// <summary>Characters of one text in an admin request: a path (4,096 bytes is the limit of most systems).</summary>
    public const int AdminTextCharactersMax = 4096;

    /// <summary>Largest answer of the admin interface that a client takes, bytes: every replica of the largest models (23,000 experts on 5 nodes each) at about 200 bytes of JSON is 23 MB.</summary>
    public const int AdminAnswerBytesMax = 64 << 20;

    /// <summary>Faults at once in one cluster: one for each process of a large machine.</summary>
    public const int FaultsMax = 64;

    /// <summary>How long one fault may last, ms: ten minutes, which no scenario needs.</summary>
    public const int FaultMsMax = 600_000;

    /// <summary>The line that asks for a fault, bytes: a few names and numbers, or what takes back commands about every expert of one layer of the largest models (384 at about 60 bytes).</summary>
    public const int FaultLineBytesMax = 64 << 10;

    /// <summary>A chaos scenario's file, bytes; a hundred steps take about 10 KB.</summary>
    public const int ScenarioFileBytesMax = 1 << 20;

    /// <summary>A file of what chaos runs found, bytes; fifteen scenarios, four of them with 20 faults, take 22 KB.</summary>
    public const int ChaosRunsBytesMax = 16 << 20;

    /// <summary>Streams of a chaos run at once; each waits for an answer most of the time.</summary>
    public const int ChaosStreamsMax = 1024;
}
