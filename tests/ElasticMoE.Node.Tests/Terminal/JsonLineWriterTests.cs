using System.Text.Json;
using ElasticMoE.Node.Terminal;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Terminal;

/// <summary>A log of JSON lines.</summary>
public sealed class JsonLineWriterTests
{
    private readonly StringWriter _out = new() { NewLine = "\n" };

    [Fact]
    public void Each_line_is_an_object_however_it_is_written()
    {
        var writer = new JsonLineWriter(_out, "emoe-node-0", new VirtualTime());
        writer.WriteLine("emoe: node 1 \"lost\"");
        writer.Write("half ");
        Assert.Single(Lines());
        writer.Write('a');
        writer.Write(" line\r\n\nand\nmore\n");
        string[] messages = [.. Lines().Select(line => JsonDocument.Parse(line).RootElement).Select(entry =>
        {
            Assert.Equal("emoe-node-0", entry.GetProperty("process").GetString());
            Assert.Equal(TimeSpan.Zero, entry.GetProperty("time").GetDateTimeOffset().Offset);
            return entry.GetProperty("message").GetString()!;
        })];
        Assert.Equal(["node 1 \"lost\"", "half a line", "and", "more"], messages);
    }

    private string[] Lines() => _out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
