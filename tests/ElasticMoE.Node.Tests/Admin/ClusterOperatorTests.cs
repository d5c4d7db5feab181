using ElasticMoE.Contracts;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Terminal;
using ElasticMoE.Node.Tests.Chaos;

namespace ElasticMoE.Node.Tests.Admin;

public sealed class ClusterOperatorTests : IDisposable
{
    private readonly Queue<(int Status, string Body)> _answers = [];
    private readonly ScriptedApi _api;
    private readonly ClusterOperator _operator;

    public ClusterOperatorTests()
    {
        _api = new ScriptedApi(_ => _answers.Dequeue());
        var context = new CommandContext(new CommandConsole { Out = TextWriter.Null, Error = TextWriter.Null, In = Stream.Null }, TimeProvider.System, new Interrupts());
        _operator = new ClusterOperator(() => new AdminEndpoint([_api.Url], "an-admin-key-of-length"), context);
    }

    [Fact]
    public void What_is_refused_while_something_is_under_way_is_asked_again()
    {
        Answer(409, ExitCode.Conflict, "sequences are still bound to its version before");
        Answer(409, ExitCode.Conflict, "sequences are still bound to its version before");
        Answer(200, ExitCode.Ok, "");

        _operator.DoWhenFree("experts/update", []);

        Assert.Equal(3, _api.Asked.Count);
    }

    [Fact]
    public void What_is_refused_for_another_reason_is_not()
    {
        Answer(404, ExitCode.NotFound, "there is no such expert");

        InputException refused = Assert.Throws<InputException>(() => _operator.DoWhenFree("experts/update", []));

        Assert.Equal((ExitCode.NotFound, 1), (refused.Exit, _api.Asked.Count));
    }

    public void Dispose()
    {
        _operator.Dispose();
        _api.Dispose();
    }

    private void Answer(int status, ExitCode exit, string message) => _answers.Enqueue((status, $$"""{"exit":{{(int)exit}},"message":"{{message}}","operation":0}"""));
}
