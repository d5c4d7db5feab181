using ElasticMoE.Gateway.Tests.Processes;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.Gateway.Tests.Sdk;

/// <summary>The OpenAI SDK for .NET against `emoe serve`.</summary>
[Collection(ServerCollection.Name)]
public sealed class ServerSdkTests(RunningServer server) : OpenAiSdkContract(server.Url, RunningServer.BodyBytesMax);
