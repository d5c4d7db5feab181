using System.ClientModel;
using System.Diagnostics;
using ElasticMoE.Gateway.Tests.Npm;
using ElasticMoE.Gateway.Tests.Sdk;
using ElasticMoE.Gateway.Tests.Servers;
using ElasticMoE.Testing.Processes;
using OpenAI.Chat;

namespace ElasticMoE.Gateway.Tests.Clusters;

/// <summary>What published clients get of a cluster that fails for good: 503, and in mid-stream an error, never a clean end.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterFailureTests(SdkCluster cluster, NpmPackage package)
{
    /// <summary>The id that ends an answer; with this bias it never comes.</summary>
    private const int End = 1, Never = -100;

    private ChatClient Chat => SdkClients.New(cluster.Url, "test-key-1").GetChatClient("emoe-mini");

    [Fact]
    public async Task A_cluster_without_routers_and_one_without_its_gateway_end_streams_with_an_error()
    {
        using Process? npm = package.Missing is null ? package.StartScript("failures.mjs", cluster.Url, "test-key-1") : null;
        await WhileHaltedAsync(["router-0", "router-1"], npm, async () =>
        {
            ClientResultException refused = await Assert.ThrowsAsync<ClientResultException>(() => Chat.CompleteChatAsync([new UserChatMessage("Hi")]));
            Assert.Equal(503, refused.Status);
            Assert.True(refused.GetRawResponse()!.Headers.TryGetValue("Retry-After", out _));
        });
        await cluster.ReadyAsync();
        Assert.Equal("40 + 64 = 104", (await Chat.CompleteChatAsync([new UserChatMessage("Add 40 and 64.")])).Value.Content[0].Text);

        npm?.StandardInput.WriteLine("well");
        await BreaksAsync(npm, () =>
        {
            ProcessSignals.Kill(cluster.Members.Pid("gateway-0"));
            return Task.CompletedTask;
        });
        cluster.Members.WaitForLine("gateway 0 runs again");
        await cluster.ReadyAsync();
        if (npm is not null)
        {
            string rest = await npm.StandardOutput.ReadToEndAsync().Guard();
            await npm.WaitForExitAsync().Guard();
            Assert.True(npm.ExitCode == 0, rest + await npm.StandardError.ReadToEndAsync());
        }
        Assert.SkipUnless(package.Missing is null, $"the .NET SDK's part passed; {package.Missing}");
    }

    private Task WhileHaltedAsync(string[] members, Process? npm, Func<Task> ask) => BreaksAsync(npm, async () =>
    {
        int[] processes = [.. members.Select(cluster.Members.Pid)];
        Array.ForEach(processes, ProcessSignals.Stop);
        try
        {
            npm?.StandardInput.WriteLine("halted");
            await ask();
            if (npm is not null)
                await ReadLineAsync(npm, "refused");
        }
        finally
        {
            Array.ForEach(processes, ProcessSignals.Continue);
        }
    });

    /// <summary>Both clients read long answers, and get an error of what happens to the server then.</summary>
    private async Task BreaksAsync(Process? npm, Func<Task> happens)
    {
        if (npm is not null)
            await ReadLineAsync(npm, "streaming");
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 1_800, LogitBiases = { [End] = Never } };
        IAsyncEnumerator<StreamingChatCompletionUpdate> stream = Chat.CompleteChatStreamingAsync([new UserChatMessage("Tell a story.")], options).GetAsyncEnumerator();
        Assert.True(await stream.MoveNextAsync().AsTask().Guard());
        Task reading = Task.Run(async () =>
        {
            while (await stream.MoveNextAsync())
                Assert.Null(stream.Current.FinishReason);
        });
        await happens();
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => reading.Guard());
        Assert.IsNotType<OperationCanceledException>(failure);
        Assert.IsNotType<TimeoutException>(failure);
    }

    private static async Task ReadLineAsync(Process npm, string expected)
    {
        string? line = await npm.StandardOutput.ReadLineAsync().Guard();
        Assert.True(line == expected, $"'{line}' instead of '{expected}': {(line is null ? await npm.StandardError.ReadToEndAsync() : "")}");
    }
}
