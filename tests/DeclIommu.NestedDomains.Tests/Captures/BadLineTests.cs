using System.Text;
using DeclIommu.NestedDomains.Tests.Support;
using Xunit;

namespace DeclIommu.NestedDomains.Tests.Captures;

/// <summary>Lines that no recorder writes: each is named with its file, its number and the field at fault.</summary>
public sealed class BadLineTests
{
    private const string Header = """{"kind": "capture", "description": "d", "iommuMmioBase": "0xfed80000"}""";

    [Theory]
    [InlineData("{\"kind\": \"register\", ", ": is not JSON from byte 22 on")]
    [InlineData("{'kind': 'register'}", ": is not JSON from byte 2 on")]
    [InlineData("{\"kind\": \"register\"} x", ": is not JSON from byte 22 on")]
    [InlineData("", ": is empty where a JSON object is due")]
    [InlineData(" \r", ": is empty where a JSON object is due")]
    [InlineData("[1]", ": is an array where a JSON object is due")]
    [InlineData("null", ": is null where a JSON object is due")]
    [InlineData("""{"offset": "0x0"}""", ", field 'kind': is missing")]
    [InlineData("""{"kind": 7}""", ", field 'kind': is a number where a string is due")]
    [InlineData("""{"kind": "regster"}""", ", field 'kind': \"regster\" is none of capture, register, page, mappings, translation")]
    [InlineData("""{"kind": "a\nb"}""", ", field 'kind': \"a?b\" is none of capture, register, page, mappings, translation")]
    [InlineData("""{"kind": "\ud800"}""", ", field 'kind': holds half a surrogate pair, which is no text")]
    [InlineData("""{"\ud800": 1}""", ": holds half a surrogate pair, which is no text")]
    [InlineData("""{"kind": "page", "kind": "register"}""", ", field 'kind': stands there twice")]
    [InlineData("""{"kind": "capture", "description": "d", "iommuMmioBase": "0x0"}""", ", field 'kind': this second 'capture' was recorded on line 1 already")]
    public void A_line_that_is_no_record_is_refused(string line, string fault) => AssertRefused(line, fault);

    [Theory]
    [InlineData("""{"kind": "register", "value": "0x0"}""", "'offset': is missing")]
    [InlineData("""{"kind": "register", "offset": "0x0"}""", "'value': is missing")]
    [InlineData("""{"kind": "register", "offset": 8, "value": "0x0"}""", "'offset': is a number where a string is due")]
    [InlineData("""{"kind": "register", "offset": "8", "value": "0x0"}""", "'offset': \"8\" is not a hexadecimal number of up to 64 bits such as \"0x1f000\"")]
    [InlineData("""{"kind": "register", "offset": "0x", "value": "0x0"}""", "'offset': \"0x\" is not a hexadecimal number of up to 64 bits such as \"0x1f000\"")]
    [InlineData("""{"kind": "register", "offset": "0x4", "value": "0x0"}""", "'offset': 0x4 is not a multiple of 8")]
    [InlineData("""{"kind": "register", "offset": "0x80000", "value": "0x0"}""", "'offset': 0x80000 lies past the end of the MMIO region, 0x80000")]
    [InlineData("""{"kind": "register", "offset": "0x8", "value": "0x12345678123456789"}""", "'value': \"0x12345678123456789\" is not a hexadecimal number of up to 64 bits such as \"0x1f000\"")]
    [InlineData("""{"kind": "register", "offset": "0x8", "value": null}""", "'value': is null where a string is due")]
    public void A_register_with_a_wrong_field_is_refused(string line, string fault) => AssertRefused(line, $", field {fault}");

    [Theory]
    [InlineData("""{"kind": "page", "data": "00"}""", "'address': is missing")]
    [InlineData("""{"kind": "page", "address": "0x1000"}""", "'data': is missing")]
    [InlineData("""{"kind": "page", "address": "0x1001", "data": "00"}""", "'address': 0x1001 is not a multiple of 4096")]
    [InlineData("""{"kind": "page", "address": "0x1000", "data": "00ff"}""", "'data': holds 4 characters, not the 8192 hexadecimal digits of a page of 4096 bytes")]
    [InlineData("""{"kind": "page", "address": "0x1000", "data": {}}""", "'data': is an object where a string is due")]
    public void A_page_with_a_wrong_field_is_refused(string line, string fault) => AssertRefused(line, $", field {fault}");

    [Fact]
    public void A_page_with_a_character_that_is_no_digit_is_refused_at_its_place()
    {
        string digits = new string('0', 100) + "g" + new string('0', 8091);
        AssertRefused($$"""{"kind": "page", "address": "0x1000", "data": "{{digits}}"}""", ", field 'data': 'g' at character 101 is no hexadecimal digit");
    }

    [Theory]
    [InlineData("""{"kind": "mappings", "domainId": 2, "mode": 3, "count": 21}""", "'device': is missing")]
    [InlineData("""{"kind": "mappings", "device": "00:04.0", "domainId": 65536, "mode": 3, "count": 21}""", "'domainId': 65536 is not a whole number from 0 to 65535")]
    [InlineData("""{"kind": "mappings", "device": "00:04.0", "domainId": 2, "mode": 8, "count": 21}""", "'mode': 8 is not a whole number from 0 to 7")]
    [InlineData("""{"kind": "mappings", "device": "00:04.0", "domainId": 2, "mode": 3, "count": 1.5}""", "'count': 1.5 is not a whole number from 0 to 2147483647")]
    [InlineData("""{"kind": "mappings", "device": "00:04.0", "domainId": 2, "mode": 3, "count": "21"}""", "'count': is a string where a number is due")]
    public void Mappings_with_a_wrong_field_are_refused(string line, string fault) => AssertRefused(line, $", field {fault}");

    [Theory]
    [InlineData("""{"kind": "translation", "iova": "0x0", "physical": "0x0", "read": true, "write": false}""", "'device': is missing")]
    [InlineData("""{"kind": "translation", "device": "00:04.0", "iova": "0x0", "phys": "0x0", "read": true, "write": false}""", "'physical': is missing")]
    [InlineData("""{"kind": "translation", "device": "00:04.0", "iova": "0x0", "physical": "0x0", "read": "yes", "write": false}""", "'read': is a string where true or false is due")]
    [InlineData("""{"kind": "translation", "device": "00:04.0", "iova": "0x0", "physical": "0x0", "read": true, "write": 0}""", "'write': is a number where true or false is due")]
    [InlineData("""{"kind": "translation", "device": "00:20.0", "iova": "0x0", "physical": "0x0", "read": true, "write": true}""", "'device': \"00:20.0\" is not a device such as \"00:1f.2\" (bus 00-ff, device 00-1f, function 0-7)")]
    [InlineData("""{"kind": "translation", "device": "00:04.8", "iova": "0x0", "physical": "0x0", "read": true, "write": true}""", "'device': \"00:04.8\" is not a device such as \"00:1f.2\" (bus 00-ff, device 00-1f, function 0-7)")]
    [InlineData("""{"kind": "translation", "device": "virtio", "iova": "0x0", "physical": "0x0", "read": true, "write": true}""", "'device': \"virtio\" is not a device such as \"00:1f.2\" (bus 00-ff, device 00-1f, function 0-7)")]
    public void A_translation_with_a_wrong_field_is_refused(string line, string fault) => AssertRefused(line, $", field {fault}");

    [Theory]
    [InlineData("capture")]
    [InlineData("register")]
    [InlineData("page")]
    [InlineData("translation")]
    public void A_capture_without_any_line_of_a_kind_is_refused(string kind)
    {
        using CaptureFile file = CaptureFile.Edited(lines => lines.Where(line => !line.Contains($"\"kind\": \"{kind}\"", StringComparison.Ordinal)));
        AssertRefusal($", field 'kind': no line is of kind '{kind}'", file);
    }

    [Theory]
    [InlineData("register", "offset", "register 0x0", 2)]
    [InlineData("page", "address", "page 0x0", 26)]
    [InlineData("mappings", "device", "the mappings of 00:04.0", 54)]
    public void A_thing_recorded_twice_is_refused_where_it_stands_again(string kind, string field, string what, int first)
    {
        using CaptureFile file = CaptureFile.Edited(lines => lines.Append(lines.First(line => line.Contains($"\"kind\": \"{kind}\"", StringComparison.Ordinal))));
        AssertRefusal($", line 130, field '{field}': {what} was recorded on line {first} already", file);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(Header), (byte)'\n', .. "{\"kind\": \""u8, 0xff, .. "\"}"u8];
        using CaptureFile file = CaptureFile.OfText(text);
        AssertRefusal(", line 2: is not UTF-8 text", file);
    }

    [Fact]
    public void A_long_value_is_shortened_in_the_message()
    {
        AssertRefused($$"""{"kind": "{{new string('x', 500)}}"}""", $", field 'kind': \"{new string('x', 60)}...\" is none of capture, register, page, mappings, translation");
    }

    private static void AssertRefused(string line, string fault)
    {
        using CaptureFile file = CaptureFile.OfText($"{Header}\n{line}\n");
        AssertRefusal($", line 2{fault}", file);
    }

    private static void AssertRefusal(string fault, CaptureFile file)
    {
        SampleRun run = SampleRun.Of("--capture", file.Path);
        Assert.Equal($"NestedDomains: {file.Path}{fault}\n", run.Error);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }
}
